/** Audit the server at the address given, and print what it does not keep, as JSON. */
import { auditServer } from 'graphql-http';

const [url] = process.argv.slice(2);
const results = await auditServer({ url, fetchFn: fetch });
const missed = results
  .filter(({ status }) => status !== 'ok')
  .map(({ name, status, reason }) => ({ name, status, reason }));
process.stdout.write(JSON.stringify({ audited: results.length, missed }));
