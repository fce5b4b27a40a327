// Opens the form: the page /admin/ runs this alone.
import { init, registerCustomFormat } from "./cms/npm/index.js";
import { makeFormat } from "./format.js";

const answer = await fetch(new URL("config.json", import.meta.url));
if (!answer.ok) throw new Error(`config.json: ${answer.status}`);
const config = await answer.json();
const [{ format, files }] = config.collections;
const keys = files[0].fields.map((field) => field.name).filter((name) => name !== "body");
registerCustomFormat(format, "md", makeFormat(keys));
await init({ config });
