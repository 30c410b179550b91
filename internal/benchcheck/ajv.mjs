// Checks answers with ajv, told line by line on standard input what to do.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const forms = new Map();

function load({ load: id, schema, good, bad }) {
	const json = (file) => JSON.parse(readFileSync(file, "utf8"));
	const compile = (allErrors) => {
		const ajv = new Ajv.default({ allErrors });
		addFormats.default(ajv);
		ajv.addKeyword("x-onematter-unsaid"); // a note for people: what the schema cannot say
		return ajv.compile(json(schema));
	};
	const form = { first: compile(false), all: compile(true) };
	for (const [name, file, want] of [["good", good, true], ["bad", bad, false]]) {
		const strings = json(file);
		form[name] = { strings, buffers: strings.map((s) => Buffer.from(s)) };
		for (const s of strings) {
			if (form.first(JSON.parse(s)) !== want) throw new Error(`ajv says ${!want}: ${JSON.stringify(form.first.errors)}`);
		}
	}
	forms.set(id, form);
	return { ok: true };
}

// Good answers are checked up to the first error, which never comes; bad ones
// to the last, because people are told all of them.
function run({ run: id, bad, fromString, ms }) {
	const form = forms.get(id);
	const { strings, buffers } = bad ? form.bad : form.good;
	const validate = bad ? form.all : form.first;
	const round = fromString
		? () => {
				let n = 0;
				for (const s of strings) if (validate(JSON.parse(s))) n++;
				return n;
			}
		: () => {
				let n = 0;
				for (const b of buffers) if (validate(JSON.parse(b.toString("utf8")))) n++;
				return n;
			};
	const limit = BigInt(ms) * 1000000n;
	const begin = process.hrtime.bigint();
	let checks = 0;
	let spent = 0n;
	while (spent < limit) {
		if (round() !== (bad ? 0 : strings.length)) throw new Error("another verdict than before");
		checks += strings.length;
		spent = process.hrtime.bigint() - begin;
	}
	return { ns: Number(spent) / checks };
}

for await (const line of createInterface({ input: process.stdin })) {
	let answer;
	try {
		const command = JSON.parse(line);
		answer = command.load ? load(command) : run(command);
	} catch (e) {
		answer = { error: String(e?.message ?? e) };
	}
	process.stdout.write(`${JSON.stringify(answer)}\n`);
}
