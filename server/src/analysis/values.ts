/** Whether text reads as a value of a field's type, as Elasticsearch reads it when it runs the query. */
import ipaddr from 'ipaddr.js';
import type { FieldFamily } from '../schema/fieldType.js';

/** `12`, `-3.5`, `1e3`. */
export function isNumberText(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
}

export function isBooleanText(text: string): boolean {
  return text === 'true' || text === 'false';
}

const fourParts = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/** An IPv4 address in four decimal parts or an IPv6 address. */
export function isAddress(text: string): boolean {
  if (isOfVersion6(text)) return ipaddr.IPv6.isValid(text) && !text.includes('%');
  return fourParts.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

function isOfVersion6(address: string): boolean {
  return address.includes(':');
}

/** An address with a prefix length: `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [address = '', length = '', ...more] = text.split('/');
  if (more.length > 0 || !isAddress(address) || !/^\d{1,3}$/.test(length)) return false;
  return Number(length) <= (isOfVersion6(address) ? 128 : 32);
}

const date = /^\d{4}(?:-(\d{2})(?:-(\d{2})(?:T(?:(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?)?$/;
const maths = /^(?:(.*)\|\||now)((?:[+-]\d+[yMwdhHms]|\/[yMwdhHms])*)$/;

/**
 * A date in the default format of Elasticsearch, or date maths. Years of other lengths and week dates are legal too, but hardly meant.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/mapping-date-format
 */
export function isDateText(text: string): boolean {
  if (/^[+-]?\d+$/.test(text)) return true;
  const found = maths.exec(text);
  if (found !== null) return found[1] === undefined || isDateText(found[1]);
  const parts = date.exec(text);
  if (parts === null) return false;
  const [month, day, hour, minute, second] = parts.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  return inRange(month, 1, 12) && inRange(day, 1, 31) && inRange(hour, 0, 24) && inRange(minute, 0, 59) && inRange(second, 0, 59);
}

function inRange(value: number | undefined, least: number, most: number): boolean {
  return value === undefined || (value >= least && value <= most);
}

/** Whether Elasticsearch can read the text as a value of the family; for addresses also as a network. Text fits what is not listed here. */
export function readsAs(text: string, family: FieldFamily): boolean {
  switch (family) {
    case 'integer':
    case 'decimal':
      return isNumberText(text);
    case 'boolean':
      return isBooleanText(text);
    case 'ip':
      return isAddress(text) || isNetwork(text);
    case 'date':
      return isDateText(text);
    default:
      return true;
  }
}
