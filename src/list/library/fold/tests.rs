use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::prelude::*;

use super::*;

fn folded(text: &str) -> String {
    let mut out = Vec::new();
    fold_into(text, &mut out);
    String::from_utf8(out).unwrap()
}

/// A text in all four of Unicode's normal forms.
fn forms(text: &str) -> [String; 4] {
    [
        ComposingNormalizerBorrowed::new_nfc()
            .normalize(text)
            .into_owned(),
        DecomposingNormalizerBorrowed::new_nfd()
            .normalize(text)
            .into_owned(),
        ComposingNormalizerBorrowed::new_nfkc()
            .normalize(text)
            .into_owned(),
        DecomposingNormalizerBorrowed::new_nfkd()
            .normalize(text)
            .into_owned(),
    ]
}

#[test]
fn folds() {
    let rows = [
        ("Shingeki no Kyojin", "shingeki no kyojin"),
        (
            "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß",
            "aaaaaaaeceeeeiiiidnoooooxouuuuythss",
        ),
        (
            "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
            "aaaaaaaeceeeeiiiidnooooo÷ouuuuythy",
        ),
        ("ŌōŪūĀāĪīĒē", "oouuaaiiee"),
        (
            "ĐđĠġĦħĲĳĴĶĸĹŁłŃŊŒœŔŚŠšŢŦŨŴŶŸŹŽžſ",
            "ddgghhijijjkklllnnoeoersssttuwyyzzzs",
        ),
        ("Tiếng Việt Ậ Ố Ỹ", "tieng viet a o y"),
        ("e\u{301}", "e"),
        ("İıẞ", "iiss"),
        ("ＦＡＴＥ／ｓｔａｙ　ｎｉｇｈｔ！", "fate/stay night!"),
        ("進撃の巨人 カウボーイ", "進撃の巨人 カウボーイ"),
        ("ｶﾞ ﾊﾟﾋﾟ ｳﾞ ｰ", "ガ パピ ヴ ー"),
        ("ﾄﾗｲｶﾞﾝ", "トライガン"),
        ("トライカ\u{3099}ン", "トライガン"),
        ("が か\u{3099} は\u{309A}", "が が ぱ"),
        ("SPY×FAMILY", "spyxfamily"),
        ("ΑΩ Ὀδυσσεύς ΣΑΣ", "αω οδυσσευσ σασ"),
        ("АЯЁ Йод", "аяе иод"),
        ("“Don’t”", "\"don't\""),
        (
            "Don‘t Donʼt Don＇t Don`t Don´t Don′t Donʹt",
            "don't don't don't don't don't don't don't",
        ),
        ("a\tb\nc\u{a0}d\u{3000}e\u{2003}f", "a b c d e f"),
        ("☆♪👩‍🚀", "☆♪👩🚀"),
        ("CLANNAD ～AFTER STORY～", "clannad ~after story~"),
        ("CLANNAD 〜AFTER STORY〜", "clannad ~after story~"),
        ("a–b—c−d‑e―f⸺g－h﹣i─j", "a-b-c-d-e-f-g-h-i-j"),
        ("…and ‥ ⋯", "...and .. ..."),
        ("Ranma ½ ¼", "ranma 1/2 1/4"),
        ("Part Ⅱ ⅳ Ⅻ", "part ii iv xii"),
        ("C³ A² ①② ㍿ №", "c3 a2 12 株式会社 no"),
        ("ﬁﬂ ﬃ ﬆ", "fifl ffi st"),
        ("𝕂-𝕆𝕟! ⓀⓄ", "k-on! ko"),
        ("x\u{200B}y\u{AD}z\u{202E}\u{2066}\u{FEFF}\u{0}", "xyz"),
        ("각", "각"),
        ("⼀ 神", "一 神"),
        ("10：30 ！？", "10:30 !?"),
    ];
    for (raw, want) in rows {
        let want = match want {
            "각" => "\u{1100}\u{1161}\u{11A8}",
            want => want,
        };
        assert_eq!(folded(raw), want, "{raw}");
        for form in forms(raw) {
            assert_eq!(folded(&form), want, "{raw} as {form}");
        }
    }
}

/// All of Unicode's dashes (`Pd`) but the wave dash, and the minus signs.
#[test]
fn every_dash_is_one() {
    let dashes = "-֊־᐀᠆‐‑‒–—―⸗⸚⸺⸻⹀⹝〰゠︱︲﹘﹣－\u{10D6E}\u{10EAD}−➖⁃˗─━";
    for dash in dashes.chars() {
        assert_eq!(folded(&dash.to_string()), "-", "{dash} U+{:04X}", u32::from(dash));
    }
    for tilde in "~～〜∼˜⁓".chars() {
        assert_eq!(
            folded(&format!("a {tilde}")).trim_start_matches(['a', ' ']),
            "~",
            "{tilde}"
        );
    }
}

#[test]
fn kana_get_the_marks_that_unicode_gives_them() {
    let mut voiced = 0;
    let is_one = |kana: &char| folded(&kana.to_string()).chars().eq([*kana]);
    for kana in ('\u{3040}'..='\u{30FF}').filter(is_one) {
        for mark in ['\u{3099}', '\u{309A}'] {
            let pair: String = [kana, mark].into_iter().collect();
            let composed = ComposingNormalizerBorrowed::new_nfc()
                .normalize(&pair)
                .into_owned();
            let want = if composed == pair {
                folded(&kana.to_string())
            } else {
                composed
            };
            voiced += usize::from(want != folded(&kana.to_string()));
            assert_eq!(folded(&pair), want, "{pair}");
        }
    }
    assert_eq!(voiced, 58);
}

/// A title that begins with a mark takes nothing from the one before it.
#[test]
fn a_text_leaves_what_stands_before_it() {
    let mut out = Vec::from("か ".as_bytes());
    out.truncate(3);
    fold_into("\u{3099}", &mut out);
    assert_eq!(out, "か".as_bytes());
    let mut out = vec![b' '];
    fold_into("\u{301}", &mut out);
    assert_eq!(out, b" ");
}

#[test]
fn every_character_settles_in_every_form() {
    // Ideographs and Hangul are alike among themselves.
    let all = ('\0'..='\u{35FF}')
        .chain('\u{9F00}'..='\u{AD00}')
        .chain('\u{D700}'..='\u{1FFFF}');
    for c in all
        .chain('\u{2F700}'..='\u{2FA1F}')
        .chain('\u{E0000}'..='\u{E0200}')
    {
        let text = format!("a{c}か{c}");
        let once = folded(&text);
        assert_eq!(folded(&once), once, "U+{:04X}", u32::from(c));
        assert!(
            !once.chars().any(|c| is_invisible(c) || is_mark(c)),
            "U+{:04X}",
            u32::from(c)
        );
    }
}

#[test]
fn long_vowels_are_spelled_out() {
    for (raw, want) in [
        ("Bishōjo", Some("bishoujo")),
        ("Bisho\u{304}jo", Some("bishoujo")),
        ("Bishôjo Yûki", Some("bishoujo yuuki")),
        (
            "Onēsan, OKĀSAN, Chīsai, Yūki",
            Some("oneesan, okaasan, chiisai, yuuki"),
        ),
        ("Pâtissière", None),
        ("Bishoujo", None),
        ("é", None),
    ] {
        let mut out = Vec::new();
        let has_long = fold_spelled_out(raw, &mut out);
        assert_eq!(
            (has_long, std::str::from_utf8(&out).unwrap()),
            (want.is_some(), want.unwrap_or_default()),
            "{raw}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn folding_settles_and_every_form_of_a_text_is_the_same(
        text in "\\PC{0,12}|[a-zA-Zāé ´～〜…½Ⅱｶﾞガかﾊﾟ\u{3099}\u{301}\u{304}'’ー-]{0,16}|(.|[\u{300}-\u{34E}\u{3099}\u{309A}ก-๎अ-्가-힣]){0,12}"
    ) {
        let once = folded(&text);
        prop_assert_eq!(&folded(&once), &once);
        prop_assert_eq!(&folded(&text.to_ascii_uppercase()), &once);
        for form in forms(&text) {
            prop_assert_eq!(&folded(&form), &once, "{:?}", form);
        }
    }
}
