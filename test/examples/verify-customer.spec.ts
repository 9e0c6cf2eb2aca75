import { refuse, sagaTest, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { customer: 'ann@example.com' };
const papers = {
  type: 'papers.uploaded',
  topic: 'customers.papers',
  data: { customer: 'ann@example.com', scan: 's-1' },
};

async function verification(kit = sagaTest(readExample('verify-customer'))) {
  kit.participant('callcentre', { 'callcentre.arrange': succeed({ link: 'https://call/1' }) });
  return (await kit.start(input)).toWait();
}

describe('verify-customer', () => {
  it('opens the account when the papers are in order', async () => {
    const saga = await verification();
    await saga.advance('3d');
    await saga.event(papers);
    expect(saga.status).toBe('completed');
    expect(saga.step('check')?.action.input).toEqual({ scan: 's-1' });
    expect(saga.step('activate')?.action.input).toMatchObject({ checkedBy: 'registry' });
  });

  it('has a customer called who sends nothing for a week', async () => {
    const saga = await verification();
    await saga.advance('8d');
    expect(saga.waits).toEqual(['judge']);
    await saga.approve('carl', 'looks like her photograph');
    expect(saga.status).toBe('completed');
    expect(saga.step('activate')?.action.input).toMatchObject({ checkedBy: 'carl' });
  });

  it('has a customer called whose papers can not be read', async () => {
    const kit = sagaTest(readExample('verify-customer'));
    kit.participant('registry', { 'registry.check': refuse('unreadable') });
    const saga = await verification(kit);
    await saga.event(papers);
    expect(saga.step('judge')?.action.input.question).toMatchObject({ call: 'https://call/1' });
    await saga.reject('carl', 'somebody else');
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual(['invite']);
  });

  it('has no second way for forged papers', async () => {
    const kit = sagaTest(readExample('verify-customer'));
    kit.participant('registry', { 'registry.check': refuse('forged') });
    const saga = await (await verification(kit)).event(papers);
    expect(saga.status).toBe('compensated');
    expect(saga.step('call')).toBeNull();
  });

  it('comes to a known end whatever fails', async () => {
    const exploration = await sagaTest(readExample('verify-customer'))
      .participant('callcentre', { 'callcentre.arrange': succeed({ link: 'https://call/1' }) })
      .explore(input, {
        meanwhile: async (saga) => {
          await saga.event(papers);
          if (saga.waits.includes('judge')) await saga.approve('carl');
        },
      });
    expect(exploration.table()).toMatchInlineSnapshot(`
      "step      failure     ends             standing
      register  refused     compensated      nothing
      register  broken      compensated      nothing
      register  silent      compensated      nothing
      register  reply lost  compensated      nothing
      invite    refused     compensated      nothing
      invite    broken      compensated      nothing
      invite    silent      compensated      nothing
      invite    reply lost  compensated      invite
      check     refused     compensated      invite
      check     broken      compensated      invite
      check     silent      completed        register, invite, call, activate
      check     reply lost  completed        register, invite, check, call, activate
      activate  refused     compensated      invite, check
      activate  broken      compensated      invite, check
      activate  silent      needs-attention  register, invite, check
      activate  reply lost  needs-attention  register, invite, check, activate"
    `);
  });
});
