import { BusinessFailure } from '@saga/participant';
import { sagaTest } from './index.js';

const mail = `
name: mail-all
steps:
  - name: letters
    each:
      in: input.names
      as: name
      concurrency: 100
      steps:
        - { name: print, command: press.print, compensate: press.shred, input: { name: "\${ name }" } }
        - { name: post, command: post.send, compensate: none, input: { letter: "\${ steps.print.letter }" } }
      output: "\${ steps.print.letter }"
`;
const names = (count: number) => ({ names: Array.from({ length: count }, (_, i) => `n-${i}`) });
const kit = () =>
  sagaTest(mail).participant('press', { 'press.print': ({ input }) => ({ letter: input.name! }) });

describe('a loop', () => {
  it('has its steps told by the item', async () => {
    const saga = await kit().run(names(3));
    expect(saga.step('letters[2].post')?.action.input).toEqual({ letter: 'n-2' });
    expect(saga.step('letters[3].post')).toBeNull();
  });

  it('is a mistake in the test where it is forgotten, or not there', async () => {
    const saga = await kit().run(names(1));
    expect(() => saga.step('post')).toThrow(
      'step "post" is in a loop: say in which item or round, as in letters[0].post',
    );
    expect(() => saga.step('letters[0].letters')).toThrow('step "letters" is in no loop');
  });

  it('is explored item by item', async () => {
    const exploration = await kit().explore(names(2));
    expect(exploration.outcomes.map(({ step }) => step)).toEqual(
      ['letters[0].print', 'letters[1].print', 'letters[0].post', 'letters[1].post'].flatMap((step) =>
        Array(4).fill(step),
      ),
    );
    expect(exploration.outcomes.every(({ status }) => status === 'compensated')).toBe(true);
  });

  it('may have ten thousand items', async () => {
    const saga = await kit().run(names(10_000));
    expect(saga.status).toBe('completed');
    expect(saga.commands).toHaveLength(20_000);
  }, 600_000);

  it('of ten thousand items is undone', async () => {
    const saga = await sagaTest(mail.replace(/.*post\.send.*\n/, ''))
      .participant('press', { 'press.print': ({ input }) => print(input.name as string) })
      .run(names(10_000));
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual([]);
  }, 600_000);
});

/** Prints all letters but the last. */
function print(name: string) {
  if (name === 'n-9999') throw new BusinessFailure('no-paper', 'the last sheet is gone');
  return { letter: name };
}
