// Answers to MediaListChunk as AniList gives them: the same seed, the same bytes. About 1.2 kB an entry.

const GENRES = ["Action", "Adventure", "Comedy", "Drama", "Fantasy", "Horror", "Mecha", "Music", "Mystery", "Romance", "Sci-Fi", "Slice of Life", "Sports", "Supernatural", "Thriller"];
const WORDS = "sora umi hoshi tsuki kaze no ni wa to yume boku kimi sekai monogatari densetsu gakuen mahou shoujo kishi ken hana yuki natsu fuyu haru aki kitsune neko ryuu ou".split(" ");
const ENGLISH = "the a of and star night girl world story sword winter spring last first hero academy cat fox wind sea promise my your little great journey".split(" ");
const KANJI = [..."空海星月風夢僕君世界物語伝説学園魔法少女騎士剣花雪夏冬春秋狐猫竜王旅約束の、は"];
const STATUSES = ["COMPLETED", "COMPLETED", "COMPLETED", "PLANNING", "CURRENT", "PAUSED", "DROPPED", "REPEATING"];
const LISTS = ["Favourites of all time", "Seen in the cinema", "With friends"];

// Numerical Recipes' generator: quick, and good enough for made-up titles.
function random(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

export function payload(count, seed = 1) {
  const next = random(seed);
  const pick = (items) => items[next(items.length)];
  const words = (from, most, between) => Array.from({ length: 2 + next(most - 1) }, () => pick(from)).join(between);
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const date = (known) => known ? { year: 2000 + next(26), month: 1 + next(12), day: 1 + next(28) } : { year: null, month: null, day: null };
  const cover = (size, id) => `https://s4.anilist.co/file/anilistcdn/media/anime/cover/${size}/bx${id}-${Array.from({ length: 12 }, () => next(36).toString(36)).join("")}.jpg`;

  const entry = (n) => {
    const romaji = capital(words(WORDS, 6, " "));
    const english = next(3) ? capital(words(ENGLISH, 6, " ")) : null;
    const id = 1 + n * 7 + next(7);
    const status = pick(STATUSES);
    const episodes = next(8) ? 1 + next(50) : null;
    const begun = status !== "PLANNING";
    return {
      id: 100_000_000 + n, status,
      score: begun && next(3) ? 1 + next(100) : 0,
      progress: begun ? next(episodes ?? 24) : 0, progressVolumes: null, repeat: next(20) ? 0 : 1, priority: 0,
      private: next(50) === 0, hiddenFromStatusLists: false,
      notes: next(12) ? null : `${words(ENGLISH, 12, " ")}.\n“${words(ENGLISH, 9, " ")}”`,
      customLists: LISTS.map((name) => ({ name, enabled: next(12) === 0 })),
      advancedScores: { Story: 0, Characters: 0, Visuals: 0, Audio: 0, Enjoyment: 0 },
      startedAt: date(begun && next(4)), completedAt: date(status === "COMPLETED" && next(4)),
      updatedAt: 1_500_000_000 + next(260_000_000), createdAt: next(5) ? 1_500_000_000 + next(260_000_000) : 0,
      media: {
        id, type: "ANIME",
        title: { romaji, english, native: words(KANJI, 14, ""), userPreferred: english ?? romaji },
        synonyms: Array.from({ length: next(4) }, () => capital(next(3) ? words(ENGLISH, 5, " ") : words(KANJI, 10, ""))),
        coverImage: { large: cover("medium", id), medium: cover("small", id) },
        format: pick(["TV", "TV", "TV_SHORT", "MOVIE", "OVA", "ONA", "SPECIAL"]),
        status: pick(["FINISHED", "FINISHED", "FINISHED", "RELEASING", "NOT_YET_RELEASED"]),
        episodes, chapters: null, volumes: null, duration: 24,
        season: pick(["WINTER", "SPRING", "SUMMER", "FALL"]), seasonYear: 1990 + next(36), startDate: date(true),
        countryOfOrigin: next(9) ? "JP" : "CN", isAdult: false, isFavourite: next(30) === 0,
        averageScore: 40 + next(50), popularity: next(500_000),
        genres: Array.from({ length: 1 + next(5) }, () => pick(GENRES)),
        nextAiringEpisode: next(20) ? null : { episode: 1 + next(24), airingAt: 1_800_000_000 + next(600_000) },
      },
    };
  };

  const entries = Array.from({ length: count }, (_, n) => entry(n));
  const group = (name, status, entries) => ({ name, isCustomList: status === null, isSplitCompletedList: false, status, entries });
  const lists = [...new Set(STATUSES)].map((status) => group(status, status, entries.filter((entry) => entry.status === status)));
  return JSON.stringify({ data: { MediaListCollection: { hasNextChunk: false, lists } } });
}
