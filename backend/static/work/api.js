/* Calls to /v1 of our own origin: the session's cookie says who asks, its token that the page is ours. */
import { makeId } from "./tools.js";

const PATIENCE_MS = 20_000;
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

export const person = meta("person");

/** Nobody answered, or the server cannot for now: the same call may be made again. */
export class Unreachable extends Error {}

/** The server said no: `status`, the stable `name` of the refusal, its French sentence in `message`, all of `said`. */
export class Refused extends Error {
  constructor(status, said) {
    super(said.message || "La demande n’a pas abouti. Rechargez la page, puis recommencez.");
    this.status = status;
    this.refusal = said.error ?? "";
    this.said = said;
  }

  /** The session ended, or its token is another's: signing in again is what helps. */
  get needsSignIn() { return this.status === 401 || this.refusal === "form_refused"; }
}

/**
 * @param {"GET"|"PUT"|"POST"|"DELETE"} method
 * @param {string} path under /v1
 * @param {object} [body]
 */
export async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = meta("csrf");
  if (method === "POST") headers["Idempotency-Key"] = makeId();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const request = {
    method, headers, cache: "no-store",
    keepalive: method !== "GET", // a tab closed at once still sends what was being sent
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
  const answer = await fetch(`/v1${path}`, request).catch(() => { throw new Unreachable(); });
  if (answer.status >= 500 || answer.status === 429) throw new Unreachable();
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, said);
  return said;
}
