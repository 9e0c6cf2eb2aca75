import { type Browser, findChromium, openBrowser } from './browser.js';
import { type ParcelService, startParcelService } from './parcel-service.js';

jest.setTimeout(60_000);

const chromium = findChromium();
const inBrowser = chromium ? describe : describe.skip;
const why = chromium ? '' : ' (skipped: no Chromium here; install it, or set CHROMIUM_PATH)';

inBrowser(`the console${why}`, () => {
  let parcels: ParcelService;
  let browser: Browser;

  beforeAll(async () => {
    parcels = await startParcelService();
    const { ok } = await fetch(parcels.url, { headers: { accept: 'text/html' } });
    if (!ok) throw new Error('the console is not built: run `npx vite build services/console` first');
    browser = await openBrowser(chromium!);
  });

  afterAll(async () => {
    await browser?.close();
    await parcels?.stop();
  });

  afterEach(() => expect(browser.complaints.splice(0)).toEqual([]));

  const open = (path: string) => browser.page.goto(parcels.url + path);
  const see = (text: string | RegExp) => browser.page.getByText(text).first().waitFor();
  const row = (id: string) => browser.page.getByRole('row', { name: id });
  const step = (name: string) => browser.page.getByRole('article', { name: `Step ${name}` });
  const press = (name: string) => browser.page.getByRole('button', { name }).last().click();

  it('shows a saga as it comes, without being asked again', async () => {
    await open('/');
    await see('There are no such sagas.');
    await parcels.ship('parcel:1');
    await row('parcel:1').getByText('completed').waitFor();
    await browser.page.getByRole('link', { name: '1 completed' }).waitFor();
  });

  it('filters the sagas by their state', async () => {
    await open('/');
    await browser.page.getByRole('link', { name: '0 compensated', exact: true }).click();
    await see('There are no such sagas.');
    expect(new URL(browser.page.url()).search).toBe('?state=compensated');
    await browser.page.getByRole('link', { name: '1 completed' }).click();
    await row('parcel:1').waitFor();
  });

  it('explains a stuck saga, retries it for a reason, and sees it complete', async () => {
    parcels.mailWorks = false;
    await parcels.ship('parcel:2/urgent');
    await open('/?state=needs-attention');
    await browser.page.getByRole('link', { name: 'parcel:2/urgent' }).click();

    await see('Stuck at “notify”: the mail server does not answer');
    await step('deliver').getByText('done', { exact: true }).waitFor();
    await step('notify').getByText('failed', { exact: true }).waitFor();

    parcels.mailWorks = true;
    await press('Retry notify…');
    await see('Sends the command that does “notify” again');
    await browser.page.getByLabel('Your name').fill('ada');
    await browser.page.getByLabel('Reason').fill('the mail server is back');
    await press('Retry notify');

    await step('notify').getByText('done', { exact: true }).waitFor();
    await see('The saga completed');
    await see('ada retried notify');
    await see('“the mail server is back”');
    expect(await browser.page.getByRole('button').count()).toBe(0);
  });

  it('folds the items of a list, asks for approval, and sends the signal that is waited for', async () => {
    await parcels.shipAll('parcels:many');
    await open('/sagas/parcels:many');
    await step('parcels').getByText('3 done').waitFor();
    await step('parcels').getByText('parcels[1]').click();
    await step('parcels[1].packOne').getByText('done', { exact: true }).waitFor();

    await see('May 3 parcels leave?');
    await press('Approve release…');
    await browser.page.getByLabel('Your name').fill('ada');
    await browser.page.getByLabel('Comment').fill('all are there');
    await press('Approve release');

    await press('Send the signal van-here…');
    await browser.page.getByLabel('Data').fill('{ "van": 7 }');
    await press('Send the signal van-here');
    await see('The saga completed');
    await see('ada approved release');
    await step('van').getByText('Output').click();
    await step('van').getByText('"van": 7').waitFor();
  });

  it('says that there is no such saga', async () => {
    await open('/sagas/parcel:none');
    await browser.page.getByRole('alert').getByText('there is no saga "parcel:none"').waitFor();
    // The browser itself complains of the 404.
    expect(browser.complaints.splice(0)).toEqual([expect.stringContaining('404')]);
  });

  it('says when what it shows is out of date, and catches up by itself', async () => {
    await open('/');
    await row('parcel:1').waitFor();
    await browser.page.route('**/v1/**', (request) => request.abort());
    await browser.page.getByRole('alert').getByText('Not up to date').waitFor();
    await see('No answer from the coordinator');
    await row('parcel:1').waitFor();
    await browser.page.unroute('**/v1/**');
    await see('Connected');
    // The browser itself complains of each request that failed.
    expect(browser.complaints.splice(0)).toContainEqual(expect.stringContaining('ERR_FAILED'));
  });

  it('shows a definition with the commands that do and undo its steps', async () => {
    await open('/definitions');
    await browser.page.getByRole('link', { name: 'ship-parcel' }).click();
    await step('pack').getByText('parcels.unpack').waitFor();
    await step('deliver').getByText('pivot').waitFor();
  });

  it.each([
    ['/', 'parcel:2/urgent'],
    ['/sagas/parcel:1', 'The saga completed'],
    ['/definitions/ship-parcel', 'parcels.unpack'],
  ])('fits %s to a phone', async (path, content) => {
    await browser.page.setViewportSize({ width: 360, height: 720 });
    await open(path);
    await see(content);
    expect(await browser.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});
