/** Whether a start needs the simulated exchange: not with an address or a key in the environment, nor with one an admin has entered. */
import pg from "pg";

/** True when an admin has entered the vendor's key on the feed page: then the worker opens it. */
async function hasStoredKey(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query("SELECT 1 FROM vendor_keys")).rowCount > 0;
  } finally {
    await client.end();
  }
}

/**
 * @param {{ MASSIVE_API_KEY?: string | undefined, MASSIVE_WS_URL?: string | undefined }} env
 * @param {string} url migrated database
 * @returns {Promise<boolean>} true when nothing leads to the vendor, so that every price is to be invented
 */
export async function needsSimulator(env, url) {
  return env.MASSIVE_API_KEY === undefined && env.MASSIVE_WS_URL === undefined && !(await hasStoredKey(url));
}
