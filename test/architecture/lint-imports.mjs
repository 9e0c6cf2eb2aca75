/** Lints made-up files with the project's own configuration: [[path, text], ...] in, one count of refused imports each out. */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const eslint = new ESLint();
const counts = [];
for (const [filePath, source] of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(source, { filePath });
  counts.push(result.messages.filter((message) => message.ruleId === 'no-restricted-imports').length);
}
console.log(JSON.stringify(counts));
