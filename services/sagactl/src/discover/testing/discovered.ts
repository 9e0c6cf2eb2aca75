import { Discovery, type DiscoveryOptions, type Findings, type Observation } from '../discovery.js';
import { type Draft, draftOf } from '../draft.js';
import { draftYaml } from '../draft-yaml.js';

/** A flow as the types of its events, each a second after the one before; `minute` tells when it begins. */
export function flowOf(key: string, minute: number, types: string): Observation[] {
  return types.split(' ').map((type, i): Observation => ({
    ...{ topic: 'shop', type, id: `${key}:${type}:${i}`, time: minute * 60_000 + i * 1_000 },
    ...{ key: null, headers: {}, data: { order: key } },
  }));
}

/** So many flows of the same kind, a minute apart. */
export function flowsOf(count: number, name: string, types: string, from = 0): Observation[] {
  return Array.from({ length: count }, (_, i) => flowOf(`${name}${i}`, from + i, types)).flat();
}

export interface Discovered {
  findings: Findings;
  draft: Draft;
  yaml: string;
  /** What the definition says of each event, without where it is found: `starts`, `after a, within 3s`. */
  rules: Record<string, string>;
}

/** Discovers a process in events, in the order of time. */
export function discovered(events: Observation[], options?: DiscoveryOptions): Discovered {
  const discovery = new Discovery(options);
  [...events].sort((a, b) => a.time - b.time).forEach((event) => discovery.observe(event));
  const findings = discovery.findings();
  const draft = draftOf(findings, findings.process!);
  return { findings, draft, yaml: draftYaml(draft, findings), rules: rulesOf(draft) };
}

function rulesOf({ definition }: Draft): Record<string, string> {
  const { events } = definition.choreography;
  return Object.fromEntries(
    Object.entries(events).map(([name, { starts, after = [], within, optional, fails }]) => {
      const rules = [
        ...(starts ? ['starts'] : []),
        ...(after.length > 0 ? [`after ${after.join('+')}`] : []),
        ...(within ? [`within ${within}`] : []),
        ...(optional ? ['optional'] : []),
        ...(fails ? ['fails'] : []),
      ];
      return [name, rules.join(', ')];
    }),
  );
}
