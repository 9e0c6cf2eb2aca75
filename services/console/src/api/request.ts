/** The coordinator refused a request, or did not answer it (status 0). The message is for people. */
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'RequestFailed';
  }
}

/** Gets a resource of the coordinator. Throws RequestFailed. */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>(path, { signal });
}

/** Posts `body` as JSON. Throws RequestFailed. */
export function post<T>(path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return request<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await fetch(path, init).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    throw new RequestFailed(0, 'the coordinator does not answer');
  });
  const body = await answer.json().catch(() => null);
  if (!answer.ok || body === null) {
    throw new RequestFailed(answer.status, body?.detail ?? `the coordinator answered ${answer.status}`);
  }
  return body;
}
