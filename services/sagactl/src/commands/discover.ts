import { CannotDiscover } from '../discover/cannot-discover.js';
import { Discovery } from '../discover/discovery.js';
import { draftOf } from '../discover/draft.js';
import { draftJson } from '../discover/draft-json.js';
import { draftPicture } from '../discover/draft-picture.js';
import { draftYaml } from '../discover/draft-yaml.js';
import { readerOf, UnknownPath } from '../discover/key-paths.js';
import { observeTopics } from '../discover/observe-topics.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { mermaid } from '../graph/mermaid.js';
import { deliver } from '../output.js';
import type { Terminal } from '../terminal.js';

export interface DiscoverOptions {
  topics: string[];
  brokers: string[];
  /** So many ms back from now on. */
  since?: number;
  /** In ms since the epoch. */
  from?: number;
  /** How many ms to go on watching. */
  for?: number;
  /** By type, where the key of an event is. */
  key: ReadonlyMap<string, string>;
  start?: string;
  name?: string;
  format: 'yaml' | 'json' | 'mermaid' | 'svg';
  output?: string;
}

const SHOWN_EACH_MS = 200;

/** Reads a draft of a choreography off from the events that lie in topics, or come while it watches. */
export async function discover(options: DiscoverOptions, terminal: Terminal): Promise<ExitStatus> {
  checkKeys(options.key);
  const { topics, brokers, since, from = since === undefined ? undefined : Date.now() - since } = options;
  const discovery = new Discovery({ keys: options.key, start: options.start });
  const until = options.for === undefined ? undefined : untilThenOrInterrupted(options.for);
  await observeTopics(brokers, { topics, from, until }, discovery, progress(terminal));
  terminal.live?.('');
  const findings = discovery.findings();
  if (findings.events === 0) throw nothingToLearn(options, findings.unreadable.size > 0);
  const { process } = findings;
  if (!process) throw noFlows(options, findings.activities);
  const draft = draftOf(findings, process, options.name);
  const text = {
    yaml: () => draftYaml(draft, findings),
    json: () => draftJson(draft, findings),
    mermaid: () => mermaid(draftPicture(draft)),
    // Graphviz is a megabyte of WebAssembly.
    svg: async () => (await import('../graph/svg.js')).svg(draftPicture(draft)),
  }[options.format];
  await deliver(await text(), options.output, terminal);
  return EXIT.ok;
}

function checkKeys(keys: ReadonlyMap<string, string>): void {
  for (const [type, expression] of keys)
    try {
      readerOf(expression);
    } catch (error) {
      if (!(error instanceof UnknownPath)) throw error;
      throw new CannotDiscover(
        `--key ${type}: ${error.message}`,
        'such as --key order.placed=event.data.orderId',
      );
    }
}

/** An interrupt ends the watching, and what was seen until then counts. */
function untilThenOrInterrupted(ms: number): AbortSignal {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  return AbortSignal.any([AbortSignal.timeout(ms), interrupted.signal]);
}

function progress(terminal: Terminal): (read: number, ahead: number) => void {
  let shownAt = 0;
  return (read, ahead) => {
    if (Date.now() - shownAt < SHOWN_EACH_MS) return;
    shownAt = Date.now();
    const [done, left] = [read, ahead].map((count) => count.toLocaleString('en'));
    terminal.live?.(ahead > 0 ? `${done} messages read, ${left} ahead` : `${done} messages read, watching`);
  };
}

function nothingToLearn({ topics, since, from }: DiscoverOptions, isUnreadable: boolean): CannotDiscover {
  const where = topics.join(', ');
  if (isUnreadable)
    return new CannotDiscover(`no message on ${where} is an event`, 'send CloudEvents, see docs/contract.md');
  const isLimited = since !== undefined || from !== undefined;
  const fix = isLimited ? 'go farther back' : 'watch for a while, as in --for 5m';
  return new CannotDiscover(`there are no events on ${where}${isLimited ? ' in that time' : ''}`, fix);
}

function noFlows({ start }: DiscoverOptions, activities: { type: string }[]): CannotDiscover {
  const types = activities.map(({ type }) => type).join(', ');
  if (start !== undefined && activities.every(({ type }) => type !== start))
    return new CannotDiscover(`there is no event ${start}`, `name another by --start; there are ${types}`);
  return new CannotDiscover(
    `nothing joins the events ${types} into flows that have ended`,
    'say where their key is, as in --key order.placed=event.data.orderId, or watch for longer',
  );
}
