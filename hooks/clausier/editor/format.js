// How the form reads and writes a page: front matter and text, so that no line changes which
// nobody changed. What the form's own serializer would do instead: put a blank line after the
// front matter, which changes the text and so its SHA-256, and write every value anew.
//
// A page travels through the form as its values and, under `SOURCE`, as the lines its front matter
// was read from. On saving, a line whose value is the same is written as it was. What cannot be
// read with certainty (a value over several lines, say) is refused, and the page is left alone.

/** The key under which the front matter travels as it was written; never in a file. */
export const SOURCE = "clausier_source";

const FENCE = /^---[ \t]*$/;
const PAIR = /^([A-Za-z_][\w-]*):(?:[ \t]+(.*))?$/;
const DOUBLE = /^"((?:[^"\\]|\\.)*)"([ \t]*|[ \t]+#.*)$/;
const SINGLE = /^'((?:[^']|'')*)'([ \t]*|[ \t]+#.*)$/;
const PLAIN = /^(.*?)((?:[ \t]+#.*)?[ \t]*)$/;
const UNPLAIN = /^(?:[[\]{},&*!|>%@`"'#]|[-?:](?:[ \t]|$))|:(?:[ \t]|$)/;
const WORD = /^[a-z][a-z0-9-]*$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const READ_OTHERWISE = /^(?:true|false|null|yes|no|on|off|y|n)$/;

/**
 * Return what the form registers as a format of files.
 * @param {readonly string[]} keys Those of the front matter, in the order they are written in.
 */
export function makeFormat(keys) {
  return {
    fromFile: (text) => readPage(text, keys),
    toFile: (values) => writePage(values, keys),
  };
}

/**
 * Return a page's values, its text as `body`, and its front matter as it is written.
 * @param {string} text
 * @param {readonly string[]} keys
 * @returns {Record<string, string>}
 */
export function readPage(text, keys) {
  const lines = text.split("\n");
  const end = lines.findIndex((line, at) => at > 0 && FENCE.test(line));
  if (!FENCE.test(lines[0]) || end < 0) throw new Error("the page has no front matter");
  const head = lines.slice(0, end + 1);
  const rest = lines.slice(end + 1).join("\n");
  const body = rest.trimStart();
  const gap = rest.slice(0, rest.length - body.length);
  const values = {};
  for (const { key, value } of readHead(head)) {
    if (key !== null && keys.includes(key)) values[key] = value;
  }
  return { ...values, body, [SOURCE]: JSON.stringify({ head, gap }) };
}

/**
 * Return the page that holds `values`, with each line as it was whose value is the same.
 * @param {Record<string, unknown>} values
 * @param {readonly string[]} keys
 * @returns {string}
 */
export function writePage(values, keys) {
  const source = values[SOURCE]
    ? JSON.parse(String(values[SOURCE]))
    : { head: ["---", "---"], gap: "" };
  const wanted = new Map(keys.map((key) => [key, oneLine(values[key])]));
  const written = [];
  for (const { line, key, value, comment } of readHead(source.head)) {
    const now = wanted.get(key);
    if (now === undefined || now === value) written.push({ key, line });
    else if (now !== "") written.push({ key, line: `${key}: ${quote(now)}${comment}` });
  }
  keys.forEach((key, at) => {
    if (wanted.get(key) === "" || written.some((entry) => entry.key === key)) return;
    const before = keys.slice(0, at);
    const place = written.findLastIndex((entry) => before.includes(entry.key)) + 1;
    written.splice(place, 0, { key, line: `${key}: ${quote(wanted.get(key))}` });
  });
  const { head, gap } = source;
  const lines = [head[0], ...written.map((entry) => entry.line), head[head.length - 1]];
  return `${lines.join("\n")}\n${gap}${String(values.body ?? "")}`;
}

/** Return the lines between the fences, each with its key, value and comment. */
function readHead(head) {
  const seen = new Set();
  return head.slice(1, -1).map((line) => {
    if (/^[ \t]*(?:#.*)?$/.test(line)) return { line, key: null, value: "", comment: "" };
    const pair = PAIR.exec(line);
    if (!pair || seen.has(pair[1])) throw new Error(`the form cannot read the line "${line}"`);
    seen.add(pair[1]);
    return { line, key: pair[1], ...readValue(pair[2] ?? "", line) };
  });
}

function readValue(written, line) {
  const double = DOUBLE.exec(written);
  if (double) return { value: unescape(double[1], line), comment: double[2].trimEnd() };
  const single = SINGLE.exec(written);
  if (single) return { value: single[1].replaceAll("''", "'"), comment: single[2].trimEnd() };
  const [, value, comment] = PLAIN.exec(written.startsWith("#") ? ` ${written}` : written);
  if (UNPLAIN.test(value)) throw new Error(`the form cannot read the line "${line}"`);
  const isNothing = value === "~" || value.toLowerCase() === "null";
  return { value: isNothing ? "" : value, comment: comment.trimEnd() };
}

function unescape(text, line) {
  try {
    return JSON.parse(`"${text.replaceAll("\t", "\\t")}"`);
  } catch {
    throw new Error(`the form cannot read the line "${line}"`);
  }
}

function oneLine(value) {
  return String(value ?? "").trim().replace(/[\s\u0085]*[\n\r\u0085\u2028\u2029][\s\u0085]*/g, " ");
}

/** Return a value so that it is read as these characters: `1.10` would be the number 1.1. */
function quote(value) {
  const isPlain = DAY.test(value) || (WORD.test(value) && !READ_OTHERWISE.test(value));
  return isPlain ? value : JSON.stringify(value);
}
