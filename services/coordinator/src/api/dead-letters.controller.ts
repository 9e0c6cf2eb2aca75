import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { Topics } from '@saga/contracts';
import { type LetterFilter, Store } from '@saga/store';
import { LETTER_NUMBER } from '../dead-letters/letter-of.js';
import { LetterService } from '../dead-letters/letter-service.js';
import { LetterRefusal, type RefusalCode, unknownLetter } from '../dead-letters/refusal.js';
import { TOPICS } from './async-api.controller.js';
import {
  filterOf,
  FindLettersDto,
  fixOf,
  ListLettersDto,
  RedriveDto,
  RedriveLettersDto,
  SweepLettersDto,
  sweepOf,
} from './dead-letter.dto.js';
import { letterView, sweptView } from './letter-view.js';
import { invalidField, type Problem, refused } from './problem.js';
import { OperatorActDto } from './saga.dto.js';

const STATUS: Record<RefusalCode, number> = {
  'unknown-dead-letter': 404,
  'dead-letter-closed': 409,
  'already-handled': 409,
  'not-redrivable': 422,
  'fix-not-applicable': 422,
  'still-malformed': 422,
};

/** The messages that nobody could use, and what operators do with them. */
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly store: Store,
    private readonly letters: LetterService,
    @Inject(TOPICS) private readonly topics: Topics,
  ) {}

  /** The youngest first, without their messages. */
  @Get()
  async list(@Query() asked: ListLettersDto) {
    const filter = { ...filterOf(asked), before: asked.after };
    const letters = await this.store.deadLetters.list(filter, asked.limit, 'youngest-first');
    const last = letters.length === asked.limit ? letters.at(-1) : undefined;
    return { letters, next: last?.id ?? null };
  }

  /** How many there are by group, topic and cause, those with the most open ones first. */
  @Get('groups')
  async groups(@Query() asked: FindLettersDto) {
    return { groups: await this.store.deadLetters.groups(filterOf(asked), asked.limit) };
  }

  @Get(':id')
  show(@Param('id') id: string) {
    return this.view(numberOf(id));
  }

  /** Sends its message again, once however often this is asked; with `dryRun`, says what would come of it. */
  @Post(':id/redrive')
  @HttpCode(200)
  async redrive(@Param('id') id: string, @Body() asked: RedriveDto) {
    const fix = fixOf(asked);
    if (['patch', 'value', 'base64'].filter((field) => field in fix).length > 1)
      throw invalidField(
        'value',
        'more than one of patch, value and base64 is given',
        'give one of them at the most',
      );
    if (asked.dryRun) return answered(() => this.letters.tryRedrive(numberOf(id), fix));
    await answered(() => this.letters.redrive(numberOf(id), asked, fix));
    return this.view(id);
  }

  /** Closes it: its message is not wanted any more. */
  @Post(':id/discard')
  @HttpCode(200)
  async discard(@Param('id') id: string, @Body() decided: OperatorActDto) {
    await answered(() => this.letters.discard(numberOf(id), decided));
    return this.view(id);
  }

  /** Redrives open letters, so many a call; `next` goes on where it stopped. */
  @Post('redrive')
  @HttpCode(200)
  async redriveMany(@Body() asked: RedriveLettersDto) {
    const sweep = sweepOf(asked);
    requireFilter(sweep.filter);
    return sweptView(
      asked.dryRun ? await this.letters.tryRedriveMany(sweep) : await this.letters.redriveMany(sweep, asked),
    );
  }

  /** Discards open letters, so many a call; `next` goes on where it stopped. */
  @Post('discard')
  @HttpCode(200)
  async discardMany(@Body() asked: SweepLettersDto) {
    const sweep = sweepOf(asked);
    requireFilter(sweep.filter);
    return sweptView(await this.letters.discardMany(sweep, asked));
  }

  private async view(id: string) {
    const letter = await this.store.deadLetters.find(id);
    if (!letter) throw problemOf(unknownLetter(id));
    return letterView(letter, this.topics);
  }
}

/** Whoever wants all of them says so: by `until`, the time up to which. */
function requireFilter(filter: LetterFilter): void {
  if (Object.values(filter).some((part) => part !== undefined)) return;
  throw invalidField(
    'until',
    'no filter is given',
    'say which letters; all up to now are those until the present time',
  );
}

function numberOf(id: string): string {
  if (LETTER_NUMBER.test(id)) return id;
  throw problemOf(
    new LetterRefusal('unknown-dead-letter', `"${id.slice(0, 60)}" is no number of a dead letter`),
  );
}

async function answered<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof LetterRefusal ? problemOf(error) : error;
  }
}

function problemOf(refusal: LetterRefusal): Problem {
  return refused(STATUS[refusal.code], refusal.toCause());
}
