/// <reference lib="dom" />
/** Elements of the results page. Texts are set as texts, never as HTML: they come from event files. */

export interface Parts {
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: (event: MouseEvent) => void;
}

export function make(tag: string, { className, text, attributes, onClick }: Parts = {}, ...children: readonly Node[]): HTMLElement {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
  if (onClick !== undefined) element.addEventListener('click', onClick);
  element.append(...children);
  return element;
}

/** A text that is a link: it goes to a place. */
export function link(text: string, onClick: () => void, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  return make('button', { className: 'link', text, attributes: { type: 'button', ...attributes }, onClick });
}

/** An element that the page begins with. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}

export function svg(tag: string, attributes: Readonly<Record<string, string>>, ...children: readonly Node[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
