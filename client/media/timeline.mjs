// In the page of the sequence timeline: arrow keys move between events, Enter and clicks go to them, a join key can be singled out.
const vscode = acquireVsCodeApi();
const detail = document.getElementById('detail');
const marks = [...document.querySelectorAll('#picture .mark')];

function shown() {
  return marks.filter((mark) => !mark.classList.contains('off'));
}

function goTo({ dataset: { line, character } }) {
  vscode.postMessage({ line: Number(line), character: Number(character) });
}

/** Only one mark is in the order of the Tab key: the one that had the focus last. */
function focus(mark) {
  if (mark === undefined) return;
  for (const other of marks) other.setAttribute('tabindex', '-1');
  mark.setAttribute('tabindex', '0');
  mark.focus();
}

function inLane(stage) {
  return shown().filter((mark) => Number(mark.dataset.stage) === stage);
}

/** The nearest in time of the next lane that has any. */
function inOtherLane(from, step) {
  const x = Number(from.dataset.x);
  const distance = (mark) => Math.abs(Number(mark.dataset.x) - x);
  const stages = [...new Set(shown().map((mark) => Number(mark.dataset.stage)))].sort((a, b) => step * (a - b));
  const stage = stages.find((each) => step * (each - Number(from.dataset.stage)) > 0);
  return stage === undefined ? undefined : inLane(stage).sort((a, b) => distance(a) - distance(b))[0];
}

function target(mark, key) {
  const lane = inLane(Number(mark.dataset.stage));
  const index = lane.indexOf(mark);
  switch (key) {
    case 'ArrowRight':
      return lane[index + 1];
    case 'ArrowLeft':
      return lane[index - 1];
    case 'Home':
      return lane[0];
    case 'End':
      return lane.at(-1);
    case 'ArrowDown':
      return inOtherLane(mark, 1);
    case 'ArrowUp':
      return inOtherLane(mark, -1);
  }
}

const moving = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End'];

for (const mark of marks) {
  mark.addEventListener('focus', () => (detail.textContent = mark.getAttribute('aria-label')));
  mark.addEventListener('mouseenter', () => (detail.textContent = mark.getAttribute('aria-label')));
  mark.addEventListener('click', () => goTo(mark));
  mark.addEventListener('keydown', (event) => {
    if (moving.includes(event.key)) focus(target(mark, event.key));
    else if (event.key === 'Enter' || event.key === ' ') goTo(mark);
    else return;
    event.preventDefault();
  });
}

for (const button of document.querySelectorAll('button[data-line]')) button.addEventListener('click', () => goTo(button));

document.getElementById('key')?.addEventListener('change', ({ target: { value } }) => {
  for (const element of document.querySelectorAll('[data-key]')) {
    element.classList.toggle('off', value !== '' && element.dataset.key !== value);
  }
  const [first] = shown();
  for (const mark of marks) mark.setAttribute('tabindex', mark === first ? '0' : '-1');
});

window.addEventListener('message', ({ data }) => {
  document.getElementById('stale').hidden = data.stale !== true;
});
