import { isJsonObject } from '../json.js';
import { BUILT_IN_PARTICIPANTS } from '../plan-command.js';
import { kebab, wordsOf } from './names.js';

/** The command that does what a call of the workflow does, by a name that says who is to do it. */
export function commandName(
  participant: string | undefined,
  action: string | undefined,
  namespace: string,
): string {
  const name = participant ?? kebab(namespace) ?? 'workflow';
  return `${BUILT_IN_PARTICIPANTS.includes(name) ? `${name}-service` : name}.${action ?? 'do'}`;
}

/**
 * The command for a function: `payments.charge` is one already, `chargeCard` becomes `card.charge`, `charge` becomes
 * `<namespace>.charge`. Of an address, such as that of a catalogue's file, the name of the function counts.
 */
export function commandOfFunction(written: string, namespace: string): string {
  const name = nameOfFunction(written);
  const parts = name.split('.').map(kebab);
  if (parts.length > 1 && parts.every((part) => part !== undefined))
    return commandName(parts[0], parts.slice(1).join('.'), namespace);
  const [verb, noun, ...rest] = wordsOf(name);
  return noun === undefined
    ? commandName(undefined, kebab(name), namespace)
    : commandName(kebab(noun), kebab([verb, ...rest].join('-')), namespace);
}

/** `log:1.0.0@catalogue` and `https://…/functions/log/1.0.0/function.yaml` are both called `log`. */
function nameOfFunction(written: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(written);
  if (!address) return written.split(/[:@]/, 1)[0]!;
  const segments = written
    .split(/[/?#]/)
    .filter((segment) => segment !== '' && !/^v?\d+(\.\d+)*$/.test(segment));
  const last = segments.at(-1)!;
  return /^function\.\w+$/.test(last) ? (segments.at(-2) ?? last) : last.replace(/\.\w+$/, '');
}

/** The participant that stands for a server: `https://api.petstore.example/v2` is `petstore`. */
function participantOf(endpoint: unknown): string | undefined {
  if (isJsonObject(endpoint)) return participantOf(endpoint.uri ?? endpoint.endpoint);
  const host =
    typeof endpoint === 'string'
      ? /^[a-z][a-z0-9+.-]*:\/\/([^/?#:@]*@)?([^/?#:]*)/i.exec(endpoint)?.[2]
      : undefined;
  if (!host || /[{}$]|^localhost$|^[\d.]+$/.test(host)) return undefined;
  const labels = host.split('.').filter((label) => !/^(www|api)$/i.test(label));
  return kebab(labels[0] ?? host);
}

/** The parts of a call's `with` that name what is called. */
interface Called {
  participant: string | undefined;
  action: string | undefined;
}

/** What each kind of call calls. Where it has no name for it, the task's name says what is to be done. */
export const CALLS: Readonly<Record<string, (parameters: Record<string, unknown>) => Called>> = {
  http: ({ endpoint }) => ({ participant: participantOf(endpoint), action: undefined }),
  openapi: ({ document, operationId }) => ({
    participant: participantOf(document),
    action: named(operationId),
  }),
  asyncapi: ({ document, operation, channel }) => ({
    participant: participantOf(document),
    action: named(operation ?? channel),
  }),
  grpc: ({ service, method }) => ({
    participant: named(isJsonObject(service) && lastPart(service.name)),
    action: named(method),
  }),
  a2a: ({ server, agentCard }) => ({ participant: participantOf(server ?? agentCard), action: undefined }),
  mcp: ({ transport }) => ({
    participant: participantOf((transport as { http?: unknown } | undefined)?.http),
    action: undefined,
  }),
};

/** `GreeterApi.Greeter` without its package. */
function lastPart(name: unknown): unknown {
  return typeof name === 'string' ? name.split('.').at(-1) : undefined;
}

function named(name: unknown): string | undefined {
  return typeof name === 'string' ? kebab(name) : undefined;
}
