import { HEADERS } from '../headers.js';
import type { JsonObject } from '../messages.js';
import { type Conversation, type Speaker, speakerInWords } from './conversation.js';
import { headerSchema } from './header-schemas.js';
import { named, type Part, underKey } from './part.js';
import { anyOfTemplates } from './template-schema.js';

type Heard = Conversation['hears'][number] & Speaker;
type Published = Conversation['publishes'][number] & Speaker;

/** The events of services that definitions name, by topic and type. */
export function eventParts(conversations: Conversation[]): Part[] {
  const heard = conversations.flatMap(({ hears, ...of }) =>
    hears.map((event): Heard => ({ ...event, ...of })),
  );
  const published = conversations.flatMap(({ publishes, ...of }) =>
    publishes.map((event): Published => ({ ...event, ...of })),
  );
  const kinds = new Map(
    [...heard, ...published].map(({ topic, type }) => [`${topic} ${type}`, { topic, type }]),
  );
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, kind]) => {
      const isSame = ({ topic, type }: { topic: string; type: string }) =>
        topic === kind.topic && type === kind.type;
      return eventPart(kind.topic, kind.type, heard.filter(isSame), published.filter(isSame));
    });
}

function eventPart(topic: string, type: string, heard: Heard[], published: Published[]): Part {
  return {
    topic,
    about: 'Events of a service.',
    name: named(type),
    message: {
      name: type,
      summary: `Tells of ${type}.`,
      description: [...heard.map(heardInWords), ...published.map(publishedInWords)].join('\n'),
      headers: headerSchema({ type: { const: type }, optional: [HEADERS.sagaId] }),
      payload: payloadOf(heard, published),
      bindings: underKey("The service's own."),
    },
    actions: [
      ...(heard.length > 0 ? [{ action: 'receive' as const }] : []),
      ...(published.length > 0 ? [{ action: 'send' as const }] : []),
    ],
  };
}

/** Only its service knows what is in an event, unless it is published from here alone. */
function payloadOf(heard: Heard[], published: Published[]): JsonObject {
  return heard.length > 0 ? {} : anyOfTemplates(published.map(({ data }) => data));
}

function heardInWords({ step, ...speaker }: Heard): string {
  const saga = speakerInWords(speaker);
  return step === null ? `- starts ${saga}` : `- is awaited by ${step} of ${saga}`;
}

function publishedInWords({ step, ...speaker }: Published): string {
  return `- undoes ${step} of ${speakerInWords(speaker)}`;
}
