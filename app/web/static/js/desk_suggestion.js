/* The answer of the texts arrives after the page; it goes in the reply when one asks for it, and nowhere else. */
const place = document.querySelector("[data-suggestion]");

async function fetchCard(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) return; // the link that stands there does the same
  place.innerHTML = await answer.text();
}

if (place?.dataset.suggestion) fetchCard(place.dataset.suggestion).catch(() => { /* offline: the link stays */ });

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-insert]");
  const area = document.getElementById("reply");
  if (!link || !area || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  document.getElementById("m-reply")?.click();
  area.focus();
  area.setRangeText(link.dataset.insert, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
