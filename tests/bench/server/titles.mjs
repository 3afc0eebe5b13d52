// The stand-in makes a list long by numbering sequels. Thousands of titles that begin alike would make sorting slow,
// searching odd and compressing easy, so invented titles get words instead: the same id, the same words.
import { BACKEND_ORIGIN } from "./standin.mjs";

const ROMAJI = "sora umi hoshi tsuki kaze no ni wa to yume boku kimi sekai monogatari densetsu gakuen mahou shoujo kishi ken hana yuki natsu fuyu haru aki kitsune neko ryuu ou".split(" ");
const ENGLISH = "the a of and star night girl world story sword winter spring last first hero academy cat fox wind sea promise my your little great journey".split(" ");
const NATIVE = [..."空海星月風夢僕君世界物語伝説学園魔法少女騎士剣花雪夏冬春秋狐猫竜王旅約束の、は"];
/** Where the ids of invented titles begin. */
const INVENTED = 1_000_000;

/** Numerical Recipes' generator. @param {number} seed */
function random(seed) {
  let state = Math.imul(seed, 2654435761) >>> 0;
  /** @param {number} bound */
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Gives invented media of an answer titles of their own. @param {unknown} value */
export function retitle(value) {
  if (Array.isArray(value)) return value.forEach(retitle);
  if (value === null || typeof value !== "object") return;
  const media = /** @type {{id?: number, title?: Record<string, string | null>, synonyms?: string[], coverImage?: Record<string, string>}} */ (value);
  if (media.title && typeof media.id === "number") {
    if (media.id >= INVENTED) rename(media.id, media.title, media);
    const { coverImage = {} } = media;
    for (const size of Object.keys(coverImage)) Object.assign(coverImage, { [size]: `${BACKEND_ORIGIN}${coverPath(media.id)}` });
  } else Object.values(value).forEach(retitle);
}

/** How many pictures there are. With one of its own for each entry, a fast scroll would measure how a browser fetches them. */
const COVERS = 64;

/** @param {number} id */
const coverPath = (id) => `/file/anilistcdn/media/anime/cover/bench/${id % COVERS}.svg`;

/** The pictures, by path. */
export const covers = new Map(
  Array.from({ length: COVERS }, (_, n) => [
    coverPath(n),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 46 65" width="230" height="325"><rect width="46" height="65" fill="hsl(${n * 47} 50% 35%)"/><circle cx="${10 + (n % 26)}" cy="${20 + (n % 31)}" r="14" fill="hsl(${n * 47 + 30} 60% 60%)"/></svg>`,
  ]),
);

/** @param {number} id @param {Record<string, string | null>} title @param {{synonyms?: string[]}} media */
function rename(id, title, media) {
  const next = random(id);
  /** @param {string[]} from @param {number} most @param {string} between */
  const words = (from, most, between) => Array.from({ length: 2 + next(most - 1) }, () => from[next(from.length)]).join(between);
  /** @param {string} text */
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const { romaji, english } = title;
  /** @type {Record<string, string | null>} */
  const made = { romaji: capital(words(ROMAJI, 6, " ")), english: capital(words(ENGLISH, 6, " ")), native: words(NATIVE, 14, "") };
  // What was missing stays missing, and what is preferred stays in its language.
  const preferred = title["userPreferred"] === romaji ? "romaji" : title["userPreferred"] === english ? "english" : "native";
  for (const name of Object.keys(title)) {
    const language = name === "userPreferred" ? preferred : name;
    if (title[name] !== null) title[name] = made[language] ?? null;
  }
  if (media.synonyms) media.synonyms = Array.from({ length: next(4) }, () => capital(next(3) ? words(ENGLISH, 5, " ") : words(NATIVE, 10, "")));
}
