export default async function tearDownStack() {
  await globalThis.sagaDevStack?.stop();
}
