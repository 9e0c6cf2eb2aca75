import { readAttributes, timeIn, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { objectField } from './fields.js';
import { CommandSchema } from './gen/saga/v1/command_pb.js';
import { HEADERS, invalidHeader, optionalHeader } from './headers.js';
import type { Command } from './messages.js';
import { COMMAND_NAME, participantOf } from './names.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { readStepAddress, writeStepAddress } from './step-address.js';
import { readBody, writeValue } from './value.js';

/** A command as it goes to its participant's topic. Its name is the CloudEvents type. */
export function encodeCommand(command: Command, { source, format, topics }: Encoding): EncodedMessage {
  // Object.assign here and in decode, since spreading such objects takes microseconds.
  const attributes = writeAttributes(command, source, command.name, format);
  const headers = Object.assign(attributes, writeStepAddress(command));
  if (command.dueAt !== undefined) headers[HEADERS.due] = command.dueAt;
  return {
    topic: topics.command(participantOf(command.name)),
    key: command.sagaId,
    headers,
    value: writeValue(CommandSchema, { input: command.input }, format),
  };
}

/** @throws MalformedMessage when the message is not a command */
export function decodeCommand(message: ReceivedMessage): Command {
  const { id, type: name, time, trace } = readAttributes(message);
  if (!COMMAND_NAME.test(name)) {
    const fix = 'name the command <participant>.<action>, as in payments.charge';
    throw invalidHeader(HEADERS.type, `is "${name}"`, fix);
  }
  const { input } = readBody(CommandSchema, message);
  const address = readStepAddress(message.headers);
  const command: Command = Object.assign(address, trace, {
    kind: 'command' as const,
    id,
    name,
    input: objectField(input, 'input'),
    time,
  });
  const due = optionalHeader(message.headers, HEADERS.due);
  if (due !== undefined) command.dueAt = timeIn(HEADERS.due, due);
  return command;
}
