// The API client of a frontend, written from the seed document and nothing else.

import { document, fetch } from "./browser.js";
import type {
  APIResponse,
  Asset,
  Campaign,
  CampaignStats,
  Client,
  ClientStats,
  CostEstimate,
  Job,
  Message,
  SceneStarted,
} from "./types.js";

export type ApiErrorType = "NOT_FOUND" | "AUTH_ERROR" | "OTHER";

export const handleApiError = (error: string): { type: ApiErrorType; message: string } => {
  if (error.includes("not found")) {
    return { type: "NOT_FOUND", message: error };
  } else if (error.includes("Unauthorized")) {
    return { type: "AUTH_ERROR", message: error };
  }
  return { type: "OTHER", message: error };
};

export class ApiError extends Error {
  readonly type: ApiErrorType;

  constructor(error: string) {
    super(error);
    this.type = handleApiError(error).type;
  }
}

const authorization = (): Record<string, string> => {
  // Get token from cookie
  const token = document.cookie
    .split("; ")
    .find((row) => row.startsWith("token="))
    ?.split("=")[1];
  return token ? { Authorization: `Bearer ${token}` } : {};
};

const opened = async <T>(response: Response): Promise<{ data: T; meta: APIResponse<T>["meta"] }> => {
  const { data, error, meta } = (await response.json()) as APIResponse<T>;
  if (error) throw new ApiError(error);
  if (data === null || data === undefined) throw new Error("neither data nor error");
  return { data, meta };
};

const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const headers = { ...authorization(), "Content-Type": "application/json" };
  const init: RequestInit = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return (await opened<T>(await fetch(`/api/v3${path}`, init))).data;
};

const listed = async <T>(path: string, limit: number, offset: number): Promise<APIResponse<T[]>> =>
  opened<T[]>(await fetch(`/api/v3${path}?limit=${limit}&offset=${offset}`, { headers: authorization() }));

export const login = async (username: string, password: string): Promise<void> => {
  const response = await fetch("/api/auth/login", {
    method: "POST",
    body: new URLSearchParams({ username, password }),
  });
  if (!response.ok) throw new Error(`login: ${response.status}`);
};

export const clients = {
  list: (limit = 100, offset = 0) => listed<Client>("/clients", limit, offset),
  get: (id: string) => send<Client>("GET", `/clients/${id}`),
  create: (body: object) => send<Client>("POST", "/clients", body),
  update: (id: string, body: object) => send<Client>("PUT", `/clients/${id}`, body),
  remove: (id: string) => send<Message>("DELETE", `/clients/${id}`),
  stats: (id: string) => send<ClientStats>("GET", `/clients/${id}/stats`),
};

export const campaigns = {
  list: (limit = 100, offset = 0) => listed<Campaign>("/campaigns", limit, offset),
  get: (id: string) => send<Campaign>("GET", `/campaigns/${id}`),
  create: (body: object) => send<Campaign>("POST", "/campaigns", body),
  update: (id: string, body: object) => send<Campaign>("PUT", `/campaigns/${id}`, body),
  remove: (id: string) => send<Message>("DELETE", `/campaigns/${id}`),
  stats: (id: string) => send<CampaignStats>("GET", `/campaigns/${id}/stats`),
};

export const assets = {
  list: (limit = 100, offset = 0) => listed<Asset>("/assets", limit, offset),
  get: (id: string) => send<Asset>("GET", `/assets/${id}`),
  remove: (id: string) => send<Message>("DELETE", `/assets/${id}`),
  upload: async (formData: FormData): Promise<Asset> => {
    const uploadResponse = await fetch("/api/v3/assets", {
      method: "POST",
      headers: authorization(),
      body: formData,
    });
    return (await opened<Asset>(uploadResponse)).data;
  },
};

export const jobs = {
  dryRun: (body: object) => send<CostEstimate>("POST", "/jobs/dry-run", body),
  create: (body: object) => send<Job>("POST", "/jobs", body),
  approve: (id: string) => send<Job>("POST", `/jobs/${id}/actions`, { action: "approve" }),
  cancel: (id: string) => send<Job>("POST", `/jobs/${id}/actions`, { action: "cancel" }),
  regenerateScene: (id: string, sceneIdx: number) =>
    send<SceneStarted>("POST", `/jobs/${id}/actions`, { action: "regenerate_scene", payload: { sceneIdx } }),
};

export const pollJob = async (jobId: string, show: (job: Job) => void | Promise<void>): Promise<void> => {
  const response = await fetch(`/api/v3/jobs/${jobId}`);
  const { data: job } = (await response.json()) as { data: Job };
  await show(job);

  // Stop polling on terminal states
  const terminalStates = ["completed", "failed", "cancelled"];
  if (!terminalStates.includes(job.status)) {
    setTimeout(() => pollJob(jobId, show), 2000); // 2 second interval
  }
};
