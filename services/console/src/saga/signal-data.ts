/** The data of a signal as somebody has typed it, or what is wrong with it. */
export function readSignalData(text: string): { data: object | null; fault: string | null } {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return { data, fault: null };
    return { data: null, fault: 'A signal carries an object: { … }' };
  } catch (error) {
    return { data: null, fault: (error as Error).message };
  }
}
