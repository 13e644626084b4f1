/** Answers that are asked for again and again. */

/** `answer`, with so many of its last answers kept; among them that there is none. */
export function remembered<T>(answer: (name: string) => T, most = 2000): (name: string) => T {
  let answers = new Map<string, { readonly answer: T }>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined) return known.answer;
    // Not `clear`: the emptied table would lead to the next one, and what is forgotten would stay through all small garbage collections.
    if (answers.size >= most) answers = new Map();
    const found = answer(name);
    answers.set(name, { answer: found });
    return found;
  };
}
