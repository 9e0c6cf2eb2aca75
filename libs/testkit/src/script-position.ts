import { type Answer, answersOf, type Script, succeed } from './answer.js';

/** How far a saga, with those that it has started, has got in the scripts of its participants. */
export class ScriptPosition {
  private readonly remaining = new Map<Script, Answer[]>();

  /** The answer to the next command that this script is for. */
  next(script: Script): Answer {
    let answers = this.remaining.get(script);
    if (!answers) this.remaining.set(script, (answers = answersOf(script)));
    while (answers[0] && answers[0].times <= 0) answers.shift();
    const answer = answers[0] ?? succeed();
    answer.times -= 1;
    return answer;
  }
}
