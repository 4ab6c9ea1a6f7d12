/* Parts of a page that take longer than the rest: a link without a script, and with one they come by themselves. */
async function fill(place) {
  const answer = await fetch(place.dataset.fragment, { headers: { Accept: "text/html" } });
  if (answer.ok) place.innerHTML = await answer.text();
}

for (const place of document.querySelectorAll("[data-fragment]")) fill(place).catch(() => { /* offline: the link stays */ });
