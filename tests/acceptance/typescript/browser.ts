// What a page finds in a browser and Node lacks: `document.cookie`, and a `fetch` that knows its origin and its cookies.

const origin = process.env["ORIGIN"] ?? "http://127.0.0.1:8000";

export const document = { cookie: "" };

export const fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
  const headers = new Headers(init.headers);
  if (document.cookie) headers.set("Cookie", document.cookie);
  const response = await globalThis.fetch(new URL(path, origin), { ...init, headers });
  for (const line of response.headers.getSetCookie()) document.cookie = line.split(";")[0] ?? "";
  return response;
};
