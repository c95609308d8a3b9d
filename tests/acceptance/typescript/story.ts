// One afternoon of a person at the frontend. Says what was seen, as one line of JSON; anything wrong ends it with a trace.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { ApiError, assets, campaigns, clients, jobs, login, pollJob, type ApiErrorType } from "./api.js";
import { fetch } from "./browser.js";
import type { Job, JobProgress } from "./types.js";

const [username, password, photo] = process.argv.slice(2) as [string, string, string];

const failsAs = (type: ApiErrorType) => (error: unknown) => error instanceof ApiError && error.type === type;

await assert.rejects(clients.list(), failsAs("AUTH_ERROR"));
await assert.rejects(login(username, "wrong"), /401/);
await login(username, password);

// Clients and campaigns.
const client = await clients.create({ name: "Morgenrot", homepage: "https://morgenrot.example" });
assert.equal((await clients.update(client.id, { name: "Morgenrot Coffee" })).name, "Morgenrot Coffee");
assert.equal((await clients.get(client.id)).name, "Morgenrot Coffee");
await clients.create({ name: "Another" });
const limit = 1;
const offset = 1;
const { data: rows, meta } = await clients.list(limit, offset);
assert.equal(rows?.length, 1);
assert.equal(meta.page, Math.floor(offset / limit) + 1);
assert.equal(meta.total, 2);
await assert.rejects(clients.get("nobody"), failsAs("NOT_FOUND"));
const campaign = await campaigns.create({ clientId: client.id, name: "Autumn", goal: "sell" });
assert.equal((await campaigns.get(campaign.id)).clientId, client.id);
assert.deepEqual(await clients.stats(client.id), { campaignCount: 1, videoCount: 0, totalSpend: 0 });
assert.deepEqual(await campaigns.stats(campaign.id), { videoCount: 0, totalSpend: 0, avgCost: 0 });

// Upload, display, delete.
const bytes = await readFile(photo);
const form = (name: string): FormData => {
  const formData = new FormData();
  formData.append("file", new Blob([bytes], { type: "image/jpeg" }), "espresso.jpg");
  formData.append("name", name);
  formData.append("type", "image");
  formData.append("clientId", client.id);
  formData.append("tags", JSON.stringify(["cup"]));
  return formData;
};
const asset = await assets.upload(form("cup"));
assert.equal(asset.url, `/api/v2/assets/${asset.id}/data`);
const shown = await fetch(asset.url);
assert.equal(shown.headers.get("content-type"), "image/jpeg");
assert.deepEqual(Buffer.from(await shown.arrayBuffer()), bytes);
const unwanted = await assets.upload(form("unwanted"));
assert.deepEqual(await assets.remove(unwanted.id), { message: "Asset deleted successfully" });
await assert.rejects(assets.get(unwanted.id), failsAs("NOT_FOUND"));
await assert.rejects(assets.remove(unwanted.id), failsAs("NOT_FOUND"));
assert.equal((await assets.list()).meta.total, 1);

// Estimate, order, review, approve.
const brief = {
  context: { clientId: client.id, campaignId: campaign.id },
  adBasics: {
    product: "Morgenrot espresso",
    targetAudience: "People who make coffee at home",
    keyMessage: "Roasted the day you order it",
    callToAction: "Get your first bag",
  },
  creative: {
    direction: { style: "warm editorial" },
    videoSpecs: { duration: 5, resolution: "480p" },
    assets: [{ assetId: asset.id }],
  },
};
const estimate = await jobs.dryRun(brief);
const sum = Object.values(estimate.breakdown).reduce((total, part) => total + part, 0);
assert.ok(Math.abs(sum - estimate.estimatedCost) < 1e-9);
assert.equal(estimate.currency, "USD");
assert.match(estimate.validUntil, /T23:59:59\.000Z$/);
for (const part of ["storyboard_generation", "image_generation", "video_rendering"]) assert.ok(part in estimate.breakdown);
await assert.rejects(jobs.create({ ...brief, context: { clientId: "nobody" } }), failsAs("NOT_FOUND"));

const statuses: string[] = [];
const stages = new Set<string>();
let regenerated = false;

const checkProgress = (progress: JobProgress): void => {
  stages.add(progress.stage);
  assert.ok(progress.percent === undefined || (progress.percent >= 0 && progress.percent <= 100));
  assert.ok((progress.currentStep ?? 0) <= (progress.totalSteps ?? 0));
};

const review = async (job: Job): Promise<void> => {
  const scenes = job.storyboard?.scenes ?? [];
  for (const [index, scene] of scenes.entries()) {
    assert.equal(scene.scene_idx, index);
    assert.ok(scene.description);
    assert.equal((await fetch(scene.image_url)).headers.get("content-type"), "image/jpeg");
  }
  if (!regenerated) {
    regenerated = true;
    const answer = await jobs.regenerateScene(job.id, 1);
    assert.deepEqual(answer, { message: "Scene regeneration started", updatedSceneIdx: 1 });
    return;
  }
  // A frontend that knows only the seed cannot see that the new take is under way: it asks until it may.
  await jobs.approve(job.id).catch((error: unknown) => assert.ok(failsAs("OTHER")(error)));
};

const order = await jobs.create(brief);
assert.equal(order.status, "pending");
const finished = await new Promise<Job>((resolve, reject) => {
  const show = async (job: Job): Promise<void> => {
    if (statuses.at(-1) !== job.status) statuses.push(job.status);
    if (job.progress) checkProgress(job.progress);
    if (job.status === "storyboard_ready") await review(job);
    if (["completed", "failed", "cancelled"].includes(job.status)) resolve(job);
  };
  pollJob(order.id, (job) => show(job).catch(reject)).catch(reject);
});
assert.equal(finished.status, "completed", finished.error ?? "");
const video = await fetch(finished.videoUrl ?? "");
assert.equal(video.headers.get("content-type"), "video/mp4");
const delivered = { videoCount: (await clients.stats(client.id)).videoCount, size: (await video.arrayBuffer()).byteLength };

// A second one, given up.
const doomed = await jobs.create(brief);
assert.equal((await jobs.cancel(doomed.id)).status, "cancelled");
await assert.rejects(jobs.approve(doomed.id), failsAs("OTHER"));
await assert.rejects(clients.remove(client.id), failsAs("OTHER"));

console.log(JSON.stringify({ ...delivered, statuses, stages: [...stages] }));
