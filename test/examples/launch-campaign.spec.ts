import { after, refuse, sagaTest, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { campaign: 'spring', cents: 2_000_000 };

async function ready(kit = sagaTest(readExample('launch-campaign'))) {
  return (await kit.start(input)).toWait();
}

describe('launch-campaign', () => {
  it('starts when somebody gives the word', async () => {
    const saga = await ready();
    await saga.advance('9d');
    await saga.signal('go-ahead', { by: 'mia' });
    expect(saga.status).toBe('completed');
    expect(saga.step('start')?.action.input).toEqual({ campaign: 'spring', by: 'mia' });
  });

  it('keeps a word that is given early', async () => {
    const kit = sagaTest(readExample('launch-campaign'));
    kit.participant('web', { 'web.stage': after('20s', succeed()) });
    const saga = await kit.start(input);
    await saga.signal('go-ahead', { by: 'mia' });
    expect(saga.status).toBe('completed');
  });

  it('cancels all at once when nobody gives the word, frees the budget last, and tells the team', async () => {
    const kit = sagaTest(readExample('launch-campaign'))
      .participant('web', { 'web.remove': after('20s', succeed()) })
      .participant('adverts', { 'adverts.cancel': after('10s', succeed()) });
    const saga = await (await ready(kit)).toEnd();
    expect(saga.story().split('\n').slice(-11).join('\n')).toMatchInlineSnapshot(`
      "+14d     word: refused (timeout), given up
      +14d     compensating, because of timeout at word
      +14d     undo adverts: adverts.cancel
      +14d     undo site: web.remove
      +14d10s  undo adverts: done
      +14d20s  undo site: done
      +14d20s  undo budget: finance.release
      +14d20s  undo budget: done
      +14d20s  tell: chat.post
      +14d20s  tell: done
      +14d20s  compensated"
    `);
  });

  it('is off, too, when the adverts can not start', async () => {
    const kit = sagaTest(readExample('launch-campaign'));
    kit.participant('adverts', { 'adverts.start': refuse('no-slot', 'all slots are taken') });
    const saga = await (await ready(kit)).signal('go-ahead', { by: 'mia' });
    expect(saga.standing).toEqual(['tell']);
    expect(saga.commands.at(-1)!.input).toMatchObject({ text: 'spring is off: all slots are taken' });
  });
});
