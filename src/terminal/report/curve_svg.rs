//! The same curve as a picture for pages: inline SVG without scripts or styles of its own.

use std::fmt::Write as _;

/// Draws values from left to right as an SVG element of this size in pixels; `top` is the height of the
/// upper edge, `said` what the picture shows for those who don't see it. The line takes the colour of the
/// text around it.
#[must_use]
pub fn curve_svg(values: &[f64], top: f64, (width, height): (u32, u32), said: &str) -> String {
    let said = said
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    let mut points = String::new();
    let steps = values.len().saturating_sub(1).max(1) as f64;
    for (index, value) in values.iter().enumerate() {
        let share = if top > 0.0 {
            (value / top).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let x = index as f64 / steps * f64::from(width);
        let y = (1.0 - share) * f64::from(height);
        let _ = write!(points, "{x:.1},{y:.1} ");
    }
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{said}\">\
         <polyline points=\"{}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/></svg>",
        points.trim_end()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_goes_from_the_lower_left_to_the_upper_right() {
        let svg = curve_svg(&[0.0, 5.0, 10.0], 10.0, (100, 40), "known & <expected>");
        assert!(
            svg.contains("points=\"0.0,40.0 50.0,20.0 100.0,0.0\""),
            "{svg}"
        );
        assert!(
            svg.contains("aria-label=\"known &amp; &lt;expected&gt;\""),
            "{svg}"
        );
        assert!(curve_svg(&[], 0.0, (10, 10), "").contains("points=\"\""));
    }
}
