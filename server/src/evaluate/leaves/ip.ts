/**
 * Leaves on ip fields: by address or network, in the order of addresses. An IPv4 address and the IPv6 address that maps it
 * (`::ffff:10.0.0.1`) are the same address, as in an index.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/ip
 */
import ipaddr from 'ipaddr.js';
import type { Value } from '../../events/event.js';
import type { Constant } from '../predicate.js';
import { noValue, withinBounds, type FamilyLeaves, type Order } from './family.js';
import { textOf } from './text.js';

/** The 16 bytes of an address in hexadecimal: equality and order of addresses are those of these texts. */
type AddressKey = string;

const mappedPrefix = '0'.repeat(20) + 'ffff';

/** Addresses read lately: events repeat them. */
const known = new Map<string, AddressKey>();
const mostKnown = 4096;
const longestKnown = 45;

/** Undefined for what is no address: four decimal parts without leading zeros, or IPv6 without a zone. */
export function addressKey(text: string): AddressKey | undefined {
  const read = known.get(text);
  if (read !== undefined) return read;
  const key = readAddress(text);
  if (key === undefined || text.length > longestKnown) return key;
  if (known.size >= mostKnown) known.clear();
  known.set(text, key);
  return key;
}

function readAddress(text: string): AddressKey | undefined {
  if (!text.includes(':')) {
    return ipaddr.IPv4.isValidFourPartDecimal(text) ? mappedPrefix + hex(ipaddr.IPv4.parse(text).octets, 2) : undefined;
  }
  return !text.includes('%') && ipaddr.IPv6.isValid(text) ? hex(ipaddr.IPv6.parse(text).parts, 4) : undefined;
}

function hex(parts: readonly number[], width: number): string {
  return parts.map((part) => part.toString(16).padStart(width, '0')).join('');
}

/** First and last address. */
export interface Network {
  readonly low: AddressKey;
  readonly high: AddressKey;
}

/** A network in CIDR notation, bits of the host ignored; or a single address. Undefined for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const key = addressKey(address);
  if (key === undefined) return undefined;
  if (bits === undefined) return { low: key, high: key };
  const width = address.includes(':') ? 128 : 32;
  if (Number(bits) > width) return undefined;
  const hostMask = (1n << BigInt(width - Number(bits))) - 1n;
  const number = BigInt(`0x${key}`);
  return { low: fromNumber(number & ~hostMask), high: fromNumber(number | hostMask) };
}

function fromNumber(number: bigint): AddressKey {
  return number.toString(16).padStart(32, '0');
}

function constantText(constant: Constant): string | undefined {
  return typeof constant === 'object' ? undefined : textOf(constant);
}

const order: Order<AddressKey> = {
  valueKey: (value: Value) => (typeof value === 'string' ? addressKey(value) : undefined),
  constantKey: (constant) => addressKey(constantText(constant) ?? ''),
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
};

function inAddress(test: (key: AddressKey) => boolean): (value: Value) => boolean {
  return (value) => {
    const key = order.valueKey(value);
    return key !== undefined && test(key);
  };
}

export const ipLeaves: FamilyLeaves = {
  visible: inAddress(() => true),
  equals: (constants) => {
    const networks = constants.map((constant) => parseNetwork(constantText(constant) ?? '')).filter((network) => network !== undefined);
    if (networks.length === 0) return noValue;
    return inAddress((key) => networks.some(({ low, high }) => low <= key && key <= high));
  },
  within: (lower, upper) => inAddress(withinBounds(order, lower, upper)),
  matches: (test) => (value) => test(textOf(value)),
};

/** The address as Elasticsearch writes it; undefined for what is no address. */
export function addressText(text: string): string | undefined {
  if (addressKey(text) === undefined) return undefined;
  if (!text.includes(':')) return text;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}
