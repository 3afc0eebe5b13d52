use super::*;
use ScoreFormat::{Point3, Point5, Point10, Point10Decimal, Point100};
use proptest::prelude::*;

fn score(points: u8) -> Score {
    Score::new(points).unwrap()
}

#[test]
fn shown_as_on_anilists_site() {
    let rows: &[(u8, [&str; 5])] = &[
        (1, ["1", "0.1", "1", "★☆☆☆☆", "Bad"]),
        (9, ["9", "0.9", "1", "★☆☆☆☆", "Bad"]),
        (29, ["29", "2.9", "3", "★☆☆☆☆", "Bad"]),
        (30, ["30", "3", "3", "★★☆☆☆", "Bad"]),
        (35, ["35", "3.5", "4", "★★☆☆☆", "Bad"]),
        (36, ["36", "3.6", "4", "★★☆☆☆", "Neutral"]),
        (60, ["60", "6", "6", "★★★☆☆", "Neutral"]),
        (61, ["61", "6.1", "6", "★★★☆☆", "Good"]),
        (84, ["84", "8.4", "8", "★★★★☆", "Good"]),
        (85, ["85", "8.5", "9", "★★★★☆", "Good"]),
        (90, ["90", "9", "9", "★★★★★", "Good"]),
        (100, ["100", "10", "10", "★★★★★", "Good"]),
    ];
    for (points, want) in rows {
        for (format, want) in ScoreFormat::ALL.iter().zip(want) {
            assert_eq!(format.show(score(*points)), *want, "{points} in {format:?}");
        }
    }
}

#[test]
fn heard_with_the_highest_there_is() {
    let labels = ScoreFormat::ALL.iter().map(|format| format.label_of(score(85)));
    assert_eq!(
        labels.collect::<Vec<_>>(),
        ["85 of 100", "8.5 of 10", "9 of 10", "4 of 5 stars", "Good"]
    );
}

#[test]
fn typed_scores() {
    let rows: &[(ScoreFormat, &str, Option<u8>)] = &[
        (Point100, "85", Some(85)),
        (Point100, " 85.0 ", Some(85)),
        (Point100, "0085", Some(85)),
        (Point100, "0", Some(0)),
        (Point100, "", Some(0)),
        (Point100, " \t", Some(0)),
        (Point100, "101", None),
        (Point100, "85.5", None),
        (Point100, "-1", None),
        (Point100, "+1", None),
        (Point100, "1e1", None),
        (Point100, "NaN", None),
        (Point100, "8 5", None),
        (Point100, "99999999999999999999", None),
        (Point100, "٣", Some(3)),
        (Point10Decimal, "8.5", Some(85)),
        (Point10Decimal, "8,5", Some(85)),
        (Point10Decimal, "8.50", Some(85)),
        (Point10Decimal, ".5", Some(5)),
        (Point10Decimal, "8.", Some(80)),
        (Point10Decimal, "8.55", None),
        (Point10Decimal, "8.5.5", None),
        (Point10Decimal, "10.1", None),
        (Point10Decimal, "10", Some(100)),
        (Point10Decimal, ".", None),
        (Point10Decimal, ",", None),
        (Point10, "9", Some(90)),
        (Point10, "8,5", None),
        (Point10, "11", None),
        (Point5, "4", Some(70)),
        (Point5, "★★★★☆", Some(70)),
        (Point5, "★★★★", Some(70)),
        (Point5, "☆☆☆☆☆", Some(0)),
        (Point5, "★★★★★★", None),
        (Point5, "☆★", None),
        (Point5, "6", None),
        (Point3, "good", Some(85)),
        (Point3, "Neutral", Some(60)),
        (Point3, "1", Some(35)),
        (Point3, "4", None),
        (Point3, "fine", None),
        (Point100, "good", None),
    ];
    for (format, text, want) in rows {
        assert_eq!(format.parse(text), want.map(Score::new), "{text:?} in {format:?}");
    }
}

#[test]
fn a_face_is_what_its_score_shows() {
    for face in Face::ALL {
        assert_eq!(Point3.mark(face.score().unwrap()), Mark::Face(face));
    }
}

#[test]
fn parts_make_a_whole() {
    let rows: &[(ScoreFormat, &[f32], u8)] = &[
        (Point100, &[], 0),
        (Point100, &[0.0, 0.0], 0),
        (Point100, &[80.0, 85.0, 0.0], 83),
        (Point100, &[80.0, 80.0, 81.0], 80),
        (Point100, &[0.2], 1),
        (Point100, &[f32::NAN, f32::INFINITY, -5.0], 100),
        (Point10Decimal, &[8.3, 8.4], 84),
        (Point10Decimal, &[8.1, 8.2], 82),
        (Point10Decimal, &[7.0, 8.0, 8.0], 77),
        (Point10, &[8.0, 9.0], 90),
        (Point5, &[3.0, 4.0], 70),
        (Point3, &[1.0, 2.0, 2.0], 60),
    ];
    for (format, parts, want) in rows {
        assert_eq!(
            format.overall(parts),
            Score::new(*want),
            "{parts:?} in {format:?}"
        );
    }
    assert_eq!(ScoreFormat::show_part(8.25), "8.25");
    assert_eq!(ScoreFormat::show_part(0.05), "0.05");
    assert_eq!(Point10Decimal.parse_part("8,5"), Some(8.5));
    assert_eq!(Point10Decimal.parse_part(""), Some(0.0));
    assert_eq!(Point100.parse_part("101"), None);
    assert_eq!(Point100.parse_part("8.5"), None);
}

#[test]
fn an_input_holds_the_highest_score_of_its_scale() {
    for &format in ScoreFormat::ALL {
        let steps = format.steps();
        assert_eq!(format.parse(steps.min), Some(None));
        assert_eq!(
            format.parse(steps.max),
            Some(format.at_level(format.levels())),
            "{format:?}"
        );
        assert_eq!(format.parse(steps.step), Some(format.at_level(1)), "{format:?}");
    }
}

proptest! {
    #[test]
    fn what_is_set_is_what_is_read(format in prop::sample::select(ScoreFormat::ALL), level in 1_u8..=100) {
        let level = level.min(format.levels());
        let score = format.at_level(level).unwrap();
        prop_assert_eq!(format.level(score), level);
        for text in [format.number(score), format.show(score), format.number(score).replace('.', ",")] {
            prop_assert_eq!(format.parse(&text), Some(Some(score)), "{}", text);
        }
    }

    #[test]
    fn every_score_has_a_level(format in prop::sample::select(ScoreFormat::ALL), points in 1_u8..=100) {
        let level = format.level(Score::new(points).unwrap());
        prop_assert!((1..=format.levels()).contains(&level));
    }

    #[test]
    fn a_part_comes_back(level in 0_u32..=100) {
        let part = level as f32 / 10.0;
        prop_assert_eq!(Point10Decimal.parse_part(&ScoreFormat::show_part(part)), Some(part));
    }

    #[test]
    fn no_text_is_too_odd(format in prop::sample::select(ScoreFormat::ALL), text in any::<String>(), near in "[0-9.,★☆+-]{0,6}") {
        for text in [text, near] {
            let _ = (format.parse(&text), format.parse_part(&text));
        }
    }

    #[test]
    fn a_whole_lies_among_its_parts(parts in prop::collection::vec(1_u8..=100, 1..6)) {
        let floats: Vec<f32> = parts.iter().map(|part| f32::from(*part)).collect();
        let whole = Point100.overall(&floats).unwrap().get();
        prop_assert!(parts.iter().min().is_some_and(|least| *least <= whole));
        prop_assert!(parts.iter().max().is_some_and(|most| *most >= whole));
    }
}
