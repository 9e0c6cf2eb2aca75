import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** A command that speaks to a coordinator. */
export function coordinatorCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .addOption(urlOption())
    .addOption(new Option('--format <format>', 'how to answer').choices(['text', 'json']).default('text'));
}

export function urlOption(): Option {
  return new Option('--url <url>', 'where the coordinator is')
    .env('SAGA_URL')
    .default('http://127.0.0.1:3000');
}

/** Who decides; a command that needs it can't do without. */
export function byOption(): Option {
  return new Option('--by <who>', 'who decides it').default(userName()).makeOptionMandatory();
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** Undefined in a container whose user has no name. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
