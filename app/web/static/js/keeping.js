/* What this browser keeps for one person until it has left: the text being typed, the messages that wait for the network.
   Kept beyond the tab; forgotten when the person signs out, or when somebody else opens the page. */
const PREFIX = "pm-kept-";

const read = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const write = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private browsing keeps nothing */ } };
const drop = (name) => { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } };
const names = () => { try { return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)); } catch { return []; } };

/* Everybody's: on signing out, nothing of what was typed stays on the machine. */
export const forgetAll = () => names().forEach(drop);

export class Keeping {
  constructor(who) {
    this.home = `${PREFIX}${who}-`;
    names().filter((name) => !name.startsWith(this.home)).forEach(drop);
  }

  draft(conversation) { return read(`${this.home}draft-${conversation || "new"}`) || ""; }

  keepDraft(conversation, text) {
    const name = `${this.home}draft-${conversation || "new"}`;
    if (text) write(name, text); else drop(name);
  }

  /* Oldest first: { text, key, context, conversation, opening, at }. */
  waiting() {
    try { return JSON.parse(read(`${this.home}waiting`) || "[]"); } catch { return []; }
  }

  isWaiting(key) { return this.waiting().some((one) => one.key === key); }

  wait(message) { write(`${this.home}waiting`, JSON.stringify([...this.waiting(), message])); }

  leave(key) {
    const others = this.waiting().filter((one) => one.key !== key);
    if (others.length) write(`${this.home}waiting`, JSON.stringify(others)); else drop(`${this.home}waiting`);
  }

  /* A conversation opened since: what waits behind its first message goes to it. */
  settle(opening, conversation) {
    const all = this.waiting().map((one) => (one.opening === opening ? { ...one, conversation } : one));
    if (all.length) write(`${this.home}waiting`, JSON.stringify(all));
  }
}
