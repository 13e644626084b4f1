// Screenshots of states, not of moments: taken when nothing moves any more, so that pictures of equal states are equal.

/** `isMoving`: something on it turns for as long as the state lasts. `clip`: a part of the page. */
export async function takePicture(page, file, { isMoving = false, clip } = {}) {
  await page.mouse.move(200, 17);
  const options = { animations: 'disabled', path: file, ...(clip === undefined ? {} : { clip }) };
  let before = await page.screenshot(options);
  for (let attempts = isMoving ? 0 : 20; attempts > 0; attempts--) {
    const now = await page.screenshot(options);
    if (now.equals(before)) return;
    before = now;
  }
}
