/** The syntax of a command's name: `<participant>.<action>`, lower case, with digits and hyphens. */
export const COMMAND_NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;

/** The syntax of a saga's id. */
export const SAGA_ID = /^[A-Za-z0-9._:@/-]{1,200}$/;

/** The syntax of a step's name. It has no colon, so that the ids made from it can be told apart. */
export const STEP_NAME = /^[^\s:]{1,200}$/;

/** The participant that a command is for: the part of its name before the first dot. */
export function participantOf(commandName: string): string {
  return commandName.slice(0, commandName.indexOf('.'));
}
