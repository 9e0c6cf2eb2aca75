import { InvalidDefinition } from '@saga/definition';
import { BusinessFailure, type ParticipantCommand } from '@saga/participant';
import { after, breakDown, loseReply, refuse, sagaTest, staySilent, succeed } from './index.js';

const trip = `
name: book-trip
deadline: 1h
steps:
  - name: flight
    command: airline.book
    input: { to: "\${ input.to }" }
    timeout: 30s
    retry: { attempts: 3, backoff: 1s, jitter: 0 }
    compensate: airline.cancel
  - name: room
    command: hotel.book
    input: { flight: "\${ steps.flight.number }" }
    retry: { attempts: 2, backoff: 1s, jitter: 0 }
    compensate: hotel.cancel
  - name: pay
    command: bank.pay
    pivot: true
  - name: mail
    command: mail.send
    retry: { attempts: 2, backoff: 1s, jitter: 0 }
`;

/** A trip whose flight has a number, as the room asks for it. */
function tripTest() {
  return sagaTest(trip).participant('airline', { 'airline.book': succeed({ number: 'LH-1' }) });
}

const input = { to: 'Lisbon' };

describe('a saga under test', () => {
  it('completes when every participant does what it is asked', async () => {
    const saga = await tripTest().run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands.map(({ id, input }) => ({ id, input }))).toEqual([
      { id: 'book-trip-1:flight:do:1', input: { to: 'Lisbon' } },
      { id: 'book-trip-1:room:do:1', input: { flight: 'LH-1' } },
      { id: 'book-trip-1:pay:do:1', input: {} },
      { id: 'book-trip-1:mail:do:1', input: {} },
    ]);
    expect(saga.news.map(({ state }) => state)).toEqual([
      'started',
      'step-succeeded',
      'step-succeeded',
      'step-succeeded',
      'step-succeeded',
      'completed',
    ]);
  });

  it('is undone when a participant refuses', async () => {
    const saga = await tripTest()
      .participant('hotel', { 'hotel.book': refuse('full', 'no room left') })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual([]);
    expect(saga.state.failure).toEqual({ code: 'full', message: 'no room left', step: 'room' });
  });

  it('tries again what breaks, after the backoff of its policy', async () => {
    const saga = await tripTest()
      .participant('airline', { 'airline.book': [breakDown(2), succeed({ number: 'LH-2' })] })
      .run(input);
    expect(saga.status).toBe('completed');
    expect(saga.step('flight')?.action).toMatchObject({ attempt: 3, output: { number: 'LH-2' } });
    expect(saga.elapsed).toBe(1_000 + 2_000);
  });

  it('counts a step as unknown that never answers, and undoes it', async () => {
    const saga = await tripTest().participant('hotel', { 'hotel.book': staySilent() }).run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.commands.map(({ name }) => name)).toEqual([
      'airline.book',
      'hotel.book',
      'hotel.book',
      'hotel.cancel',
      'airline.cancel',
    ]);
  });

  it('lets a command take effect once when its reply was lost', async () => {
    let bookings = 0;
    const book = { ...succeed(), work: () => ({ number: `LH-${++bookings}` }) };
    const saga = await sagaTest(trip)
      .participant('airline', { 'airline.book': loseReply(1, book) })
      .run(input);
    expect(saga.step('flight')?.action).toMatchObject({ attempt: 2, output: { number: 'LH-1' } });
    expect(bookings).toBe(1);
  });

  it('has its participants work on one command after the other, so that what is late can be undone', async () => {
    const saga = await tripTest()
      .participant('airline', { 'airline.book': after('5m', succeed()) })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.ignored.map(({ code }) => code)).toContain('late-reply');
    expect(saga.standing).toEqual([]);
  });

  it('takes its answers one after the other, and the last for good', async () => {
    const saga = await tripTest()
      .participant('mail', { 'mail.send': [breakDown(), refuse('blocked'), refuse('full')] })
      .run(input);
    await saga.retry('ada', 'again');
    await saga.retry('ada', 'and again');
    const codes = saga.history.flatMap((event) =>
      'failure' in event && event.failure ? [event.failure.code] : [],
    );
    expect(codes).toEqual(['broken-down', 'blocked', 'full', 'full']);
  });

  it('takes the handlers of a real participant as scripts', async () => {
    const pay = ({ sagaId }: ParticipantCommand) => {
      throw new BusinessFailure('no-money', `nothing left for ${sagaId}`);
    };
    const saga = await tripTest().participant('bank', { 'bank.pay': pay }).run(input, { sagaId: 'trip-7' });
    expect(saga.state.failure?.message).toBe('nothing left for trip-7');
  });

  it('lets thirty days pass without waiting for them', async () => {
    const month = sagaTest({
      name: 'dun',
      steps: [
        {
          name: 'ask',
          command: 'post.ask',
          compensate: 'none',
          timeout: '1d',
          retry: { attempts: 31, backoff: '1s', factor: 1, jitter: 0 },
        },
      ],
    });
    month.participant('post', { 'post.ask': [staySilent(30), succeed()] });
    const saga = await month.run({});
    expect(saga.status).toBe('completed');
    expect(saga.elapsed).toBe(30 * (86_400_000 + 1_000));
  });

  it('tells its story', async () => {
    const saga = await tripTest()
      .participant('hotel', { 'hotel.book': breakDown(Infinity, 'no-line') })
      .run(input);
    expect(saga.story()).toMatchInlineSnapshot(`
      "+0s  book-trip starts
      +0s  flight: airline.book
      +0s  flight: done
      +0s  room: hotel.book
      +0s  room: broke (no-line), again in 1s
      +1s  room: hotel.book, attempt 2
      +1s  room: broke (no-line), given up
      +1s  compensating, because of no-line at room
      +1s  undo room: hotel.cancel
      +1s  undo room: done
      +1s  undo flight: airline.cancel
      +1s  undo flight: done
      +1s  compensated"
    `);
  });

  it('asks of a step by its name, or says which there are', async () => {
    const saga = await tripTest()
      .participant('airline', { 'airline.book': refuse('full') })
      .run(input);
    expect(saga.step('room')).toBeNull();
    expect(() => saga.step('rom')).toThrow('there is no step "rom", only flight, room, pay, mail');
  });
});

describe('an operator in a test', () => {
  const stuck = () =>
    tripTest().participant('mail', { 'mail.send': [breakDown(2), succeed({ mailed: true })] });

  it('tries again what the saga is stuck at', async () => {
    const saga = await stuck().run(input);
    expect(saga.status).toBe('needs-attention');
    await saga.retry('ada', 'the mail server is back');
    expect(saga.status).toBe('completed');
    expect(saga.step('mail')?.action.output).toEqual({ mailed: true });
  });

  it('skips it', async () => {
    const saga = await stuck().run(input);
    await saga.skip('ada', 'called the customer');
    expect(saga.status).toBe('completed');
    expect(saga.standing).not.toContain('mail');
  });

  it('mends the participant in the meantime', async () => {
    const kit = tripTest().participant('hotel', { 'hotel.cancel': refuse('too-late') });
    kit.participant('bank', { 'bank.pay': refuse('no-money') });
    const saga = await kit.run(input);
    expect(saga.status).toBe('needs-attention');
    kit.participant('hotel', { 'hotel.cancel': succeed() });
    await saga.retry('ada', 'the hotel agreed');
    expect(saga.status).toBe('compensated');
  });

  it('has a saga undone while it waits', async () => {
    const kit = tripTest().participant('hotel', { 'hotel.book': after('20s', succeed()) });
    const saga = await kit.start(input);
    await saga.advance('10s');
    expect(saga.step('room')?.action.status).toBe('waiting');
    await saga.cancel('ada', 'the customer changed her mind');
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual([]);
  });

  it('hears why an act is not possible', async () => {
    const saga = await tripTest().run(input);
    await expect(saga.retry('ada', 'again')).rejects.toThrow(
      '"retry" is not possible: the saga is completed',
    );
  });
});

describe('mistakes in a test', () => {
  it('are told when the definition is not valid', () => {
    expect(() => sagaTest('name: trip')).toThrow(InvalidDefinition);
  });

  it('are told when a script is for nobody', () => {
    expect(() => sagaTest(trip).participant('airlines', {})).toThrow(
      'book-trip has no participant airlines, only airline, hotel, bank, mail',
    );
    expect(() => sagaTest(trip).participant('airline', { 'airline.bok': succeed() })).toThrow(
      'book-trip never sends airline.bok to airline, only airline.book, airline.cancel',
    );
  });
});
