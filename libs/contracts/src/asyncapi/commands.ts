import { HEADERS } from '../headers.js';
import type { JsonObject } from '../messages.js';
import { participantOf } from '../names.js';
import type { Topics } from '../topics.js';
import { type Conversation, type Speaker, speakerInWords } from './conversation.js';
import { headerSchema } from './header-schemas.js';
import { type Part, underKey } from './part.js';
import { COMMAND_HEADERS, REPLY } from './saga-messages.js';
import { anyOfTemplates } from './template-schema.js';

type Sent = Conversation['commands'][number] & Speaker;

/** The commands of definitions, by participant and name. */
export function commandParts(conversations: Conversation[], topics: Topics): Part[] {
  const all = conversations.flatMap(({ definition, version, commands }) =>
    commands.map((command): Sent => ({ ...command, definition, version })),
  );
  const names = [...new Set(all.map(({ name }) => name))].sort();
  return names.map((name) => {
    const participant = participantOf(name);
    return {
      topic: topics.command(participant),
      about: `The commands for ${participant}.`,
      name,
      message: commandMessage(
        name,
        all.filter((sent) => sent.name === name),
      ),
      actions: [{ action: 'send' }],
      answers: { topic: topics.reply, name: REPLY },
    };
  });
}

function commandMessage(name: string, sent: Sent[]): JsonObject {
  return {
    name,
    summary: `Asks for ${name}.`,
    description: sent.map(inWords).join('\n'),
    correlationId: { location: `$message.header#/${HEADERS.id}` },
    headers: headerSchema({ type: { const: name }, ...COMMAND_HEADERS }),
    payload: {
      type: 'object',
      required: ['input'],
      properties: { input: anyOfTemplates(sent.map(({ input }) => input)) },
    },
    bindings: underKey("The saga's id."),
  };
}

function inWords({ direction, step, ...speaker }: Sent): string {
  return `- ${direction === 'do' ? 'does' : 'undoes'} ${step} of ${speakerInWords(speaker)}`;
}
