//! Time against the number of files, as a picture that needs nothing but a reader of SVG.

use std::{fmt::Write, time::Duration};

use super::tree::as_f64;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 48.0;

/// One size of tree.
pub struct Point {
    pub files: usize,
    pub ours: Duration,
    pub ripgrep: Duration,
}

/// Both lines on linear axes from zero.
pub fn svg(points: &[Point]) -> String {
    let most_files = points.iter().map(|point| point.files).max().unwrap_or(1);
    let most =
        points.iter().map(|point| point.ours.max(point.ripgrep)).max().unwrap_or_default().as_secs_f64().max(1e-3);
    let x = |files: usize| LEFT + (WIDTH - LEFT - 16.0) * as_f64(files) / as_f64(most_files);
    let y = |seconds: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * seconds / most;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Seconds of inspect and ripgrep against files</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for step in 0..=4_u32 {
        let seconds = most * f64::from(step) / 4.0;
        let _ = writeln!(
            out,
            "<path d=\"M{LEFT} {0:.1}H{1}\" stroke=\"#ddd\"/><text x=\"{2}\" y=\"{3:.1}\" text-anchor=\"end\">{seconds:.1} s</text>",
            y(seconds),
            WIDTH - 16.0,
            LEFT - 8.0,
            y(seconds) + 4.0
        );
    }
    for point in points {
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}k</text>",
            x(point.files),
            HEIGHT - BOTTOM + 20.0,
            point.files / 1000
        );
    }
    let _ = writeln!(out, "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">files</text>", WIDTH / 2.0, HEIGHT - 10.0);
    line(
        &mut out,
        "inspect, cold",
        "#0969da",
        points.iter().map(|it| (x(it.files), y(it.ours.as_secs_f64()))).collect(),
    );
    line(&mut out, "ripgrep", "#57606a", points.iter().map(|it| (x(it.files), y(it.ripgrep.as_secs_f64()))).collect());
    out + "</svg>\n"
}

fn line(out: &mut String, name: &str, colour: &str, places: Vec<(f64, f64)>) {
    let path: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let _ = writeln!(out, "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path.join("L"));
    for (x, y) in &places {
        let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>");
    }
    if let Some((x, y)) = places.last() {
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"{colour}\">{name}</text>",
            x - 10.0,
            y - 8.0
        );
    }
}
