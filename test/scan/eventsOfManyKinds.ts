/** Seeded events of several kinds, written in many ways: what a scan and single runs are compared on. */

const names = ['chattr', 'Chattr', 'bash', 'powershell.exe', 'PowerShell.EXE', 'svchost.exe', 'Kürbis', 'a"b', ''];
const args = ['-i', '+i', '/etc/passwd', 'C:\\Windows\\x.dll', '-enc AAA', '4', 'İ', 'no\ttab'];

/** With the Kelvin sign and I with a dot above, of which the lower case is ASCII or begins with it. */
const messages = [
  'Access denied to file',
  'all good',
  'denied',
  'ACCESS\r\nDenied',
  '\u212aERNEL: access "denied"',
  'kernel',
  'Access F\u0130le_1',
  ['Access', 'denied'],
  512,
  null,
];

/** Lines of NDJSON; the same for the same seed. */
export function eventsOfManyKinds(count: number, seed: number): string {
  const random = mulberry32(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const maybe = <T>(share: number, value: () => T): T | undefined => (random() < share ? value() : undefined);
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const category = pick(['process', 'file', 'network', 'registry']);
    const event = {
      '@timestamp': new Date(Date.UTC(2024, 4, 1) + index * 1000 + below(3000)).toISOString(),
      event: {
        category: pick<unknown>([[category], category, [category, 'host']]),
        type: [pick(['start', 'end', 'change'])],
        action: maybe(0.6, () => pick(['exec', 'fork', 'modification', `action-${below(90)}`])),
        code: maybe(0.3, () => pick<unknown>([4688, '4688', '1', 1])),
      },
      host: { id: `h${below(3)}`, os: { type: pick(['windows', 'linux', 'Windows']) } },
      process: {
        name: maybe(0.8, () => pick(names)),
        pid: maybe(0.7, () => pick<unknown>([1, 4, 4.5, '4', 9007199254740993])),
        args: maybe(0.6, () => Array.from({ length: below(4) }, () => pick(args))),
        args_count: maybe(0.5, () => below(4)),
        entity_id: `e${below(6)}`,
        hash: maybe(0.2, () => pick<unknown>([{ md5: 'abc' }, { sha256: 'f00', other: 1 }, null, [{ md5: 'd' }]])),
      },
      source: maybe(0.3, () => ({ ip: pick(['10.0.0.1', '192.168.1.7', '::1', 'none']), port: below(3) })),
      message: maybe(0.2, () => pick<unknown>(messages)),
      flags: maybe(0.3, () => pick<unknown>([true, false, 'true', null, []])),
    };
    lines.push(spelled(JSON.stringify(event), below(12)));
  }
  return `${lines.join('\n')}\n`;
}

/** The same event, or nearly, in another spelling. */
function spelled(line: string, way: number): string {
  switch (way) {
    case 0:
      return line.replaceAll('"process":{"name":', '"process.name":"chattr","process":{"title":');
    case 1:
      return line.replace('"chattr"', '"\\u0063hattr"').replace('"Access', '"\\u0041ccess');
    case 2:
      return line.replace('"host":{', '"host" : { ');
    case 3:
      return line.replace(/"process":(\{.*?\}),"/, '"process":[$1],"');
    case 4:
      return line.replace('"hash":{', '"hash.ssdeep":"x","hash":{');
    case 5:
      return `{"_index":"logs","_id":"${line.length}","_source":${line}}`;
    case 6:
      return line.replace('"entity_id":', '"entity_id":"first","entity_id":').replace('"message":', '"message":"kernel","message":');
    case 7:
      return line.replace('"name":"K', '"name":"\\u004b').replace('/etc/passwd', '\\/etc\\/passwd');
    default:
      return line;
  }
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
