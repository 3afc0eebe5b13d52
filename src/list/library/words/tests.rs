use proptest::prelude::*;

use super::*;

/// Titles as AniList has them, and what finds each.
const FOUND: &[(&str, &[&str])] = &[
    (
        "CLANNAD ～AFTER STORY～",
        &[
            "clannad after",
            "clannad ～after story～",
            "CLANNAD 〜AFTER STORY〜",
            "clannad ~after",
            "clannadafterstory",
            "clannad: after story",
        ],
    ),
    (
        "トライガン",
        &["トライガン", "トライカ\u{3099}ン", "ﾄﾗｲｶﾞﾝ", "ライガ"],
    ),
    ("ﾄﾗｲｶﾞﾝ", &["トライガン", "トライカ\u{3099}ン"]),
    (
        "Howl no Ugoku Shiro: Howl's Moving Castle",
        &[
            "howls",
            "howl's",
            "howl’s",
            "howlʼs moving",
            "howls moving castle",
            "howlsmovingcastle",
        ],
    ),
    ("K-On!", &["kon", "k-on", "k−on!", "K‐ON", "k on", "ｋ－ｏｎ！"]),
    ("K-ON!!", &["kon", "k-on!!", "k-on‼"]),
    (
        "Steins;Gate",
        &[
            "steinsgate",
            "steins;gate",
            "steins gate",
            "steins；gate",
            "steins-gate",
        ],
    ),
    (
        "Re:Zero kara Hajimeru Isekai Seikatsu",
        &[
            "rezero",
            "re:zero",
            "re zero",
            "re：zero",
            "re-zero",
            "rezerokara",
            "hajimeruisekai",
        ],
    ),
    ("Re: Zero", &["rezero", "re:zero"]),
    (
        "Fate/stay night",
        &["fatestaynight", "fate stay", "staynight", "fate⁄stay"],
    ),
    (
        "Bishōjo Senshi Sailor Moon",
        &[
            "bishoujo",
            "bishojo",
            "bishōjo",
            "BISHOUJO senshi",
            "bishoojo",
            "sailor moon",
        ],
    ),
    (
        "Bishoujo Senshi Sailor Moon",
        &[
            "bishojo",
            "bishōjo",
            "bishoujo",
            "bishojosenshi",
            "bishoujosenshi",
            "bishôjo",
        ],
    ),
    ("Bishojo", &["bishoujo", "bishōjo", "bishou"]),
    (
        "Mahou Shoujo Madoka☆Magica",
        &[
            "maho shojo",
            "mahō shōjo",
            "mahoshojo",
            "mahoushoujomadokamagica",
            "madokamagica",
            "madoka magica",
        ],
    ),
    ("Juuni Kokuki", &["juni", "jūni", "junikokuki"]),
    ("Ōkami Kodomo", &["ookami", "okami", "ōkami"]),
    ("Ookami Kodomo", &["okami", "ōkami"]),
    ("Tokyo Ghoul", &["toukyou", "tōkyō ghoul", "tokyo"]),
    ("Yu☆Gi☆Oh! Duel Monsters", &["yugioh", "yu-gi-oh", "yuugiou"]),
    ("Ranma ½", &["ranma 1/2", "ranma½", "ranma12"]),
    ("Kingdom Ⅱ", &["kingdom ii", "kingdom ⅱ", "kingdomii"]),
    ("Wait… What?", &["wait...", "wait…", "waitwhat"]),
    ("Pokémon", &["pokemon", "poke\u{301}mon", "ＰＯＫＥＭＯＮ"]),
    ("One Piece", &["onepiece", "one-piece", "onepi"]),
    (
        "SPY×FAMILY",
        &["spyxfamily", "spy×family", "spy family", "spy x family"],
    ),
    ("A.I.C.O. Incarnation", &["aico", "a.i.c.o."]),
    (
        "【OSHI NO KO】",
        &["oshi no ko", "oshinoko", "[oshi no ko]", "「oshi no ko」"],
    ),
    ("ルパン・ザ・サード", &["ルパンザサード", "ルパン・ザ", "ﾙﾊﾟﾝ･ｻﾞ"]),
    (
        "JoJo no Kimyou na Bouken: Stardust Crusaders",
        &["stardustcrusaders", "kimyo na boken", "jojonokimyo"],
    ),
    ("To LOVE-Ru", &["toloveru", "to love ru", "loveru"]),
    ("Dr. STONE", &["drstone", "dr.stone", "dr stone"]),
    ("No.6", &["no6", "no. 6", "no.６"]),
    ("D.Gray-man", &["dgrayman", "d gray man"]),
    (".hack//SIGN", &["hacksign", ".hack//sign", "hack sign"]),
    ("86: Eighty Six", &["86", "８６", "eightysix"]),
    ("C³", &["c3", "c³"]),
    ("시간을 달리는 소녀", &["시간", "소", "ㅅ"]),
    ("Ёлки", &["елки", "ЁЛКИ"]),
    ("!!!", &["!", "!!!", "！"]),
    ("Working!!!", &["working!!!", "working", "working!!"]),
];

/// What finds none of these.
const NOT_FOUND: &[(&str, &[&str])] = &[
    ("Tokyo Ghoul", &["you", "toukyouu x", "ghol"]),
    ("Monster", &["moon", "mononoke"]),
    ("Kami nomi zo Shiru Sekai: Megami-hen", &["good", "god"]),
    ("Solo Leveling", &["soul"]),
    ("Goodnight Punpun", &["god"]),
    ("Soul Eater", &["sol"]),
    ("カ", &["ガ", "か"]),
    ("ガ", &["カ"]),
    ("が", &["か"]),
    ("Suki na Ko", &["kin", "nako"]),
    ("Ore no Imouto", &["reno", "noim"]),
    ("Trigun", &["trigan", "trigunn", "!"]),
    ("Bishoujo", &["bishoojoo senshi"]),
];

#[test]
fn every_spelling_finds_its_title() {
    let mut tried = 0;
    for (title, wanted) in FOUND {
        for text in *wanted {
            assert!(has_words(title, text), "{text} in {title}");
            tried += 1;
        }
        assert!(has_words(title, title), "{title} in itself");
    }
    assert!(tried > 130, "{tried}");
}

#[test]
fn nothing_absurd_is_found() {
    for (title, wanted) in NOT_FOUND {
        for text in *wanted {
            assert!(!has_words(title, text), "{text} in {title}");
        }
    }
}

/// Every letter typed leaves fewer titles, never more, where the search builds on that.
#[test]
fn what_narrows_leaves_less() {
    let mut pairs = 0;
    for (_, wanted) in FOUND {
        for text in wanted.iter().copied().flat_map(words_of) {
            let ends = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]);
            let typed: Vec<Word> = ends
                .filter_map(|end| words(text.get(..end).unwrap()).pop())
                .collect();
            for pair in typed.windows(2) {
                let [old, new] = pair else { continue };
                if !new.narrows(old) {
                    continue;
                }
                for (title, _) in FOUND {
                    let mut written = Vec::new();
                    write(title, &mut written);
                    let is_found = new.stands_in(&written, false);
                    assert!(
                        !is_found || old.stands_in(&written, false),
                        "{old:?} {new:?} {title}"
                    );
                    pairs += usize::from(is_found);
                }
            }
        }
    }
    assert!(pairs > 500, "{pairs}");
}

fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn long_vowels_in_a_query_are_looked_for_both_ways() {
    let word = words("Mahō").pop().unwrap();
    assert_eq!(&*word.whole, b"maho");
    let word = words("mahou").pop().unwrap();
    assert_eq!(word.short.as_deref(), Some(&b"maho"[..]));
    assert!(words("soul").pop().unwrap().short.is_none());
}

fn title() -> impl Strategy<Value = String> {
    let letters = "[A-Za-z0-9éōū]{1,8}|[あ-んア-ン一-龠]{1,5}";
    let signs = "[ :;/!?~～・☆'’…-]{0,2}";
    prop::collection::vec((letters, signs), 1..6).prop_map(|parts| {
        let parts = parts.into_iter().map(|(letters, signs)| letters + &signs);
        parts.collect()
    })
}

proptest! {
    #[test]
    fn a_title_is_found_by_itself_its_letters_and_its_beginning(title in title(), cut in 1_usize..40) {
        prop_assert!(has_words(&title, &title));
        let mut folded = Vec::new();
        fold_into(&title, &mut folded);
        prop_assert!(has_words(&title, std::str::from_utf8(&folded).unwrap()));
        let alone = String::from_utf8(letters(&folded)).unwrap();
        prop_assert!(has_words(&title, &alone), "{}", alone);
        let start: String = title.chars().take(cut).collect();
        prop_assert!(has_words(&title, &start), "{}", start);
        let start: String = alone.chars().take(cut).collect();
        prop_assert!(has_words(&title, &start), "{}", start);
    }

    #[test]
    fn search_finds_what_the_standard_library_finds(text in "[abあい]{0,12}", word in "[abあい]{1,4}") {
        let found = contains(text.as_bytes(), word.as_bytes(), &mut |_, _| true);
        prop_assert_eq!(found, text.contains(&word));
    }

    #[test]
    fn nothing_breaks_it(title in "\\PC{0,20}", text in "\\PC{0,12}") {
        has_words(&title, &text);
    }
}
