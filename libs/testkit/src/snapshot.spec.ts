import { breakDown, sagaTest, succeed } from './index.js';

const definition = `
name: notify
deadline: 1h
steps:
  - { name: mail, command: mail.send, input: { to: "\${ input.to }" }, compensate: none, retry: { attempts: 2, jitter: 0 } }
`;
const kit = () => sagaTest(definition).participant('mail', { 'mail.send': [breakDown(1), succeed()] });

describe('a snapshot of a saga', () => {
  it('has its history, with the times since its start', async () => {
    expect((await kit().run({ to: 'ada' })).snapshot()).toMatchInlineSnapshot(`
      {
        "definition": "notify",
        "history": [
          {
            "at": "+0s",
            "deadlineAt": "+1h",
            "definition": "notify",
            "input": {
              "to": "ada",
            },
            "sagaId": "notify-1",
            "type": "saga-started",
            "version": 1,
          },
          {
            "at": "+0s",
            "attempt": 1,
            "direction": "do",
            "dueAt": "+30s",
            "input": {
              "to": "ada",
            },
            "step": "mail",
            "type": "step-commanded",
          },
          {
            "at": "+0s",
            "attempt": 1,
            "direction": "do",
            "dueAt": "+200ms",
            "failure": {
              "code": "broken-down",
              "message": "broke down with broken-down",
            },
            "kind": "technical",
            "step": "mail",
            "type": "step-retry-scheduled",
          },
          {
            "at": "+200ms",
            "attempt": 2,
            "direction": "do",
            "dueAt": "+30s200ms",
            "input": {
              "to": "ada",
            },
            "step": "mail",
            "type": "step-commanded",
          },
          {
            "at": "+200ms",
            "attempt": 2,
            "direction": "do",
            "output": {},
            "step": "mail",
            "type": "step-succeeded",
          },
          {
            "at": "+200ms",
            "type": "saga-completed",
          },
        ],
        "status": "completed",
      }
    `);
  });

  it('is the same whenever the saga starts, and survives as JSON', async () => {
    const snapshot = (await kit().run({ to: 'ada' })).snapshot();
    const later = (await kit().run({ to: 'ada' }, { at: '2031-05-05T05:05:05Z' })).snapshot();
    expect(later).toEqual(snapshot);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('leaves alone what the saga was given, whatever it is called', async () => {
    const { history } = (await kit().run({ to: 'ada', at: 5, dueAt: 7 })).snapshot();
    expect(history[0]).toMatchObject({ input: { at: 5, dueAt: 7 } });
  });

  it('holds the sagas that its steps have started', async () => {
    const parent = 'name: all\nsteps: [{ name: one, saga: notify, input: { to: ada } }]';
    const saga = await sagaTest(parent, { sagas: [definition] }).run({});
    expect(saga.snapshot().children).toMatchObject([{ definition: 'notify', status: 'completed' }]);
  });
});
