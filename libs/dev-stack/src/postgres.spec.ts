import { startPostgres } from './index.js';

describe('startPostgres', () => {
  it('says so when the given database does not answer, and keeps its password', async () => {
    const attempt = startPostgres({ env: { DATABASE_URL: 'postgres://ann:secret@127.0.0.1:1/books' } });
    await expect(attempt).rejects.toThrow(/^DATABASE_URL does not answer \(.*ECONNREFUSED/);
    await expect(attempt).rejects.not.toThrow('secret');
  });
});
