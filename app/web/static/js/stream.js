/* What arrives without being asked for. One window of a browser holds the stream and tells the others:
   however many tabs are open, the server sees one connection. A cut is resumed from the last number that was seen. */
const QUIET_MS = 40000; // the server says something every 15 seconds
const AGAIN_MS = [2000, 5000, 15000, 30000];
const FOLLOW_MS = 400;

export class Stream {
  /* `take` is given each arrival once, in whichever window; `tell` what is being done about a message. */
  constructor({ who, number, take, tell }) {
    Object.assign(this, { number, take, tell, leads: false, ended: false, tries: 0, heard: Date.now() });
    this.seen = new Set();
    this.others = new BroadcastChannel(`pm-stream-${who}`);
    this.others.onmessage = ({ data }) => (data.arrival ? this.accept(data.arrival) : this.tell(data.progress));
    if (navigator.locks) navigator.locks.request(`pm-stream-${who}`, () => this.lead());
    else this.lead();
    setTimeout(() => this.catchUp(), FOLLOW_MS);
    setInterval(() => this.watch(), 5000);
    addEventListener("online", () => this.reopen());
    document.addEventListener("visibilitychange", () => this.look());
  }

  /* The lock is held as long as the window lives; then another one takes the stream over. */
  lead() {
    this.leads = true;
    this.open();
    return new Promise(() => {});
  }

  open() {
    if (this.ended || !this.leads) return;
    this.source?.close();
    this.heard = Date.now();
    const source = new EventSource(`/api/stream?after=${this.number}`);
    this.source = source;
    source.addEventListener("open", () => { this.tries = 0; this.heard = Date.now(); });
    source.addEventListener("beat", () => { this.heard = Date.now(); });
    source.addEventListener("progress", (event) => this.share("progress", JSON.parse(event.data)));
    for (const kind of ["turn", "letter"]) {
      source.addEventListener(kind, (event) => this.share("arrival", JSON.parse(event.data)));
    }
    source.addEventListener("replaced", () => { source.close(); this.source = null; });
    source.addEventListener("signed-out", () => { source.close(); this.ended = true; });
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) this.later(); });
  }

  share(kind, content) {
    this.heard = Date.now();
    this.others.postMessage({ [kind]: content });
    if (kind === "progress") { this.tell(content); return; }
    this.accept(content);
    this.number = Math.max(this.number, content.number); // the stream gives them in order
  }

  accept(arrival) {
    if (arrival.number <= this.number || this.seen.has(arrival.number)) return;
    const isNext = arrival.number === this.number + 1;
    if (isNext) this.number = arrival.number; else this.seen.add(arrival.number);
    if (arrival.rendered) this.take(arrival);
    if (!isNext && !this.leads) this.catchUp();
  }

  /* For a window that follows another one: what was told before it listened. */
  async catchUp() {
    if (this.leads || this.ended) return;
    const response = await fetch(`/api/arrivals?after=${this.number}`).catch(() => null);
    if (!response?.ok) return;
    const { number, arrivals } = await response.json();
    arrivals.forEach((one) => this.accept(one));
    this.number = Math.max(this.number, number);
  }

  look() {
    if (document.hidden) return;
    if (this.leads && !this.source) this.open(); else this.catchUp();
  }

  watch() {
    if (this.leads && this.source && Date.now() - this.heard > QUIET_MS) this.reopen();
  }

  reopen() { if (this.leads && this.source) this.open(); }

  later() {
    const wait = AGAIN_MS[Math.min(this.tries, AGAIN_MS.length - 1)];
    this.tries += 1;
    setTimeout(() => this.open(), wait);
  }
}
