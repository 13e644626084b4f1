/** The events of test cases, read once and kept: each is looked at many times. */
import type { CancelToken } from '../../base/cancel.js';
import type { Host } from '../../base/host.js';
import type { EventView, FieldTable } from '../../events/event.js';
import { parseEvent } from '../../events/json.js';
import { createView } from '../../events/view.js';
import { passOver, RunLimit, type EventConsumer, type SeenEvent } from '../../evaluate/eventPass.js';
import { grouped } from '../../base/grouped.js';
import { eventFile, type Source } from '../../evaluate/runRule.js';

export interface KeptEvent {
  readonly view: EventView;
  /** Index into the sources that were read. */
  readonly file: number;
  /** In bytes of its file. */
  readonly offset: number;
}

/** Events kept for the cases of one rule. */
const mostKept = 50_000;

/** Reads events for the cases of one test file. A file that several cases name is read once. */
export class CaseEventReader {
  readonly #host: Host;
  readonly #fields: FieldTable;
  readonly #token: CancelToken;
  readonly #files = new Map<string, Promise<readonly KeptEvent[]>>();
  #kept = 0;

  constructor(fields: FieldTable, { host, token }: { readonly host: Host; readonly token: CancelToken }) {
    this.#fields = fields;
    this.#host = host;
    this.#token = token;
  }

  /** The events of the sources that can be read, in their order. Throws `RunLimit` where they are too many, and `Cancelled`. */
  async read(sources: readonly Source[]): Promise<readonly KeptEvent[]> {
    const events: KeptEvent[] = [];
    for (const [file, source] of sources.entries()) events.push(...(await this.#readOne(source)).map((event) => ({ ...event, file })));
    return events;
  }

  #readOne(source: Source): Promise<readonly KeptEvent[]> {
    if (source.text !== undefined) return this.#readSource(source);
    const known = this.#files.get(source.uri) ?? this.#readSource(source);
    this.#files.set(source.uri, known);
    return known;
  }

  async #readSource(source: Source): Promise<readonly KeptEvent[]> {
    const events: KeptEvent[] = [];
    const consumer: EventConsumer = {
      matches: 0,
      takeHits: () => [],
      take: (event) => {
        const kept = this.#keep(event);
        if (kept !== undefined) events.push(kept);
      },
    };
    const pass = passOver([eventFile(source, this.#host)], this.#fields, consumer, () => this.#host.now(), this.#token);
    let next = await pass.next();
    while (next.done !== true) next = await pass.next();
    if (this.#kept > mostKept) throw new RunLimit(`The cases have more than ${grouped(mostKept)} events; name smaller event files.`);
    return events;
  }

  #keep({ bytes, slice }: SeenEvent): KeptEvent | undefined {
    const parsed = this.#kept++ > mostKept ? undefined : parseEvent(bytes, slice);
    if (parsed?.ok !== true) return undefined;
    const view = createView(this.#fields);
    view.reset(parsed.event, parsed.metadata);
    return { view, file: 0, offset: slice.offset };
  }
}
