/** The few globals that Node, browsers and workers all have. The core sees nothing else of its host. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array;
}
declare const performance: { now(): number };

/** Both hosts have WHATWG URLs; only resolving one against another is used. */
declare class URL {
  constructor(url: string, base: string);
  readonly href: string;
}
