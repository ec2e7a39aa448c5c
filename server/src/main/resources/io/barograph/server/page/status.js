const shown = document.getElementById('status');

async function show() {
  try {
    const answer = await fetch('/v1/status');
    shown.textContent = JSON.stringify(await answer.json(), null, 2);
  } catch (failure) {
    shown.textContent = String(failure);
  }
  setTimeout(show, 1000);
}

show();
