//! How each kind of question is asked: one file per kind, keys in, screens out.

pub(crate) mod answer_line;
pub(crate) mod bug;
pub(crate) mod card_screen;
pub(crate) mod choice;
pub(crate) mod cloze;
pub(crate) mod code;
pub(crate) mod difference;
pub(crate) mod drill;
pub(crate) mod kind_screen;
pub(crate) mod marked_answer;
pub(crate) mod order;
pub(crate) mod output;
pub(crate) mod points;
pub(crate) mod question_text;
pub(crate) mod recall;
pub(crate) mod text_area;
pub(crate) mod text_renderer;
pub(crate) mod tick_list;
pub(crate) mod typed;

pub(crate) use answer_line::offers_of_a_line;
pub(crate) use card_screen::kind_screen;
pub(crate) use code::{add_model, add_test_run};
pub(crate) use difference::{code as difference_code, columns as difference_columns};
pub(crate) use drill::PointDrill;
pub(crate) use kind_screen::{
    CodeNews, CodeWish, Content, KeyOutcome, KindScreen, MarkedAnswer, Offer,
};
pub(crate) use question_text::{explanation, without_first_fence, written};
pub(crate) use text_area::TextArea;
pub(crate) use text_renderer::TextRenderer;
pub(crate) use tick_list::{add_point, moved, tick_lead};
