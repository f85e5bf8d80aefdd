//! A curve of little dots: braille cells of two by four.

/// Draws values from left to right on so many columns and rows; `top` is the height of the upper edge.
/// Between two values the curve is a straight line. One row of text a row, top first.
#[must_use]
pub(crate) fn curve(values: &[f64], top: f64, columns: usize, rows: usize) -> Vec<String> {
    let (width, height) = (columns * 2, rows * 4);
    let mut cells = vec![vec![0_u8; columns]; rows];
    if width == 0 || height == 0 || values.is_empty() || top <= 0.0 {
        return vec![" ".repeat(columns); rows];
    }
    let level = |x: usize| -> usize {
        let at = x as f64 / (width.max(2) - 1) as f64 * (values.len() - 1) as f64;
        let (before, part) = (at.floor() as usize, at.fract());
        let after = values[(before + 1).min(values.len() - 1)];
        let value = values[before] + (after - values[before]) * part;
        ((value / top).clamp(0.0, 1.0) * (height - 1) as f64).round() as usize
    };
    let mut last = level(0);
    for x in 0..width {
        let now = level(x);
        // A steep rise is drawn without gaps.
        let from = if now > last { last + 1 } else { now };
        for y in from.min(now)..=now {
            let (row, dot) = ((height - 1 - y) / 4, (height - 1 - y) % 4);
            cells[row][x / 2] |= DOTS[x % 2][dot];
        }
        last = now;
    }
    cells
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| char::from_u32(0x2800 + u32::from(*cell)).unwrap_or(' '))
                .map(|c| if c == '\u{2800}' { ' ' } else { c })
                .collect()
        })
        .collect()
}

/// The bits of a braille cell: left and right, top to bottom (Unicode, block Braille Patterns).
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_from_corner_to_corner_rises_through_every_row() {
        let drawn = curve(&[0.0, 10.0], 10.0, 4, 2);
        assert_eq!(drawn.len(), 2);
        assert!(drawn.iter().all(|row| row.chars().count() == 4));
        assert!(drawn[1].starts_with(|c| c != ' '), "{drawn:?}");
        assert!(drawn[0].ends_with(|c| c != ' '), "{drawn:?}");
        assert!(
            drawn[0].starts_with(' ') && drawn[1].ends_with(' '),
            "{drawn:?}"
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_blank() {
        assert_eq!(curve(&[], 10.0, 2, 1), ["  "]);
        assert_eq!(curve(&[1.0], 0.0, 2, 1), ["  "]);
        assert!(curve(&[1.0], 1.0, 0, 0).is_empty());
        assert_eq!(
            curve(&[1.0], 1.0, 2, 1).len(),
            1,
            "one value is a flat line"
        );
    }
}
