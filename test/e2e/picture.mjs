// Screenshots of states, not of moments: taken when nothing moves any more, so that pictures of equal states are equal.

/** `isMoving`: something on it turns for as long as the state lasts. */
export async function takePicture(page, file, { isMoving = false } = {}) {
  await page.mouse.move(640, 4);
  const options = { animations: 'disabled', path: file };
  let before = await page.screenshot(options);
  for (let attempts = isMoving ? 0 : 20; attempts > 0; attempts--) {
    const now = await page.screenshot(options);
    if (now.equals(before)) return;
    before = now;
  }
}
