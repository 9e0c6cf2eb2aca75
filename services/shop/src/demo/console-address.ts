/** The line that says where the console is, if the coordinator at `url` serves it. */
export async function consoleAddress(url: string): Promise<string[]> {
  const { ok } = await fetch(url, { headers: { accept: 'text/html' } });
  return ok ? [`console ${url}`] : [];
}
