-- The full schema, as of file version 2: new columns, new tables, and the indices that a query asks for.
-- Frozen: what the tables mean now is in store/tables/, a later version is a later step.

ALTER TABLE "member" ADD COLUMN "referrer" INTEGER;

ALTER TABLE "member" ADD COLUMN "campaign" INTEGER;

ALTER TABLE "member" ADD COLUMN "partner" INTEGER;

ALTER TABLE "member" ADD COLUMN "topics" TEXT NOT NULL DEFAULT '';

ALTER TABLE "member" ADD COLUMN "on_leaderboards" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE "member" ADD COLUMN "erased_at" INTEGER;

ALTER TABLE "course" ADD COLUMN "difficulty" TEXT NOT NULL DEFAULT '';

ALTER TABLE "course" ADD COLUMN "minutes" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "course" ADD COLUMN "cover" INTEGER;

ALTER TABLE "course" ADD COLUMN "series" TEXT NOT NULL DEFAULT '';

ALTER TABLE "course" ADD COLUMN "access" TEXT NOT NULL DEFAULT 'sold';

ALTER TABLE "course" ADD COLUMN "source" TEXT NOT NULL DEFAULT 'own';

ALTER TABLE "course" ADD COLUMN "author" INTEGER;

ALTER TABLE "course" ADD COLUMN "archived_at" INTEGER;

ALTER TABLE "lesson" ADD COLUMN "summary" TEXT NOT NULL DEFAULT '';

ALTER TABLE "lesson" ADD COLUMN "body" TEXT NOT NULL DEFAULT '';

ALTER TABLE "lesson" ADD COLUMN "url" TEXT NOT NULL DEFAULT '';

ALTER TABLE "lesson" ADD COLUMN "attachment" INTEGER;

ALTER TABLE "lesson" ADD COLUMN "free" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "enrolment" ADD COLUMN "order" INTEGER;

ALTER TABLE "enrolment" ADD COLUMN "subscription" INTEGER;

ALTER TABLE "enrolment" ADD COLUMN "expires_at" INTEGER;

ALTER TABLE "rating" ADD COLUMN "review_status" TEXT NOT NULL DEFAULT '';

ALTER TABLE "rating" ADD COLUMN "answer" TEXT NOT NULL DEFAULT '';

ALTER TABLE "event" ADD COLUMN "starts_local" TEXT NOT NULL DEFAULT '';

ALTER TABLE "event" ADD COLUMN "ends_local" TEXT NOT NULL DEFAULT '';

ALTER TABLE "event" ADD COLUMN "series" INTEGER;

ALTER TABLE "event" ADD COLUMN "occurrence" TEXT NOT NULL DEFAULT '';

ALTER TABLE "event" ADD COLUMN "url" TEXT NOT NULL DEFAULT '';

ALTER TABLE "event" ADD COLUMN "cover" INTEGER;

ALTER TABLE "event" ADD COLUMN "host" TEXT NOT NULL DEFAULT '';

ALTER TABLE "event" ADD COLUMN "tags" TEXT NOT NULL DEFAULT '';

ALTER TABLE "event" ADD COLUMN "level" INTEGER;

ALTER TABLE "event" ADD COLUMN "registration_opens_at" INTEGER;

ALTER TABLE "event" ADD COLUMN "registration_closes_at" INTEGER;

ALTER TABLE "event" ADD COLUMN "has_waiting_list" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE "event" ADD COLUMN "cancelled_at" INTEGER;

ALTER TABLE "event" ADD COLUMN "cancel_reason" TEXT NOT NULL DEFAULT '';

ALTER TABLE "registration" ADD COLUMN "ticket_kind" INTEGER;

ALTER TABLE "registration" ADD COLUMN "order" INTEGER;

ALTER TABLE "registration" ADD COLUMN "source" TEXT NOT NULL DEFAULT '';

ALTER TABLE "registration" ADD COLUMN "offered_at" INTEGER;

ALTER TABLE "registration" ADD COLUMN "offer_ends_at" INTEGER;

ALTER TABLE "registration" ADD COLUMN "promoted_at" INTEGER;

ALTER TABLE "registration" ADD COLUMN "cancelled_at" INTEGER;

ALTER TABLE "registration" ADD COLUMN "cancel_reason" TEXT NOT NULL DEFAULT '';

ALTER TABLE "registration" ADD COLUMN "seat" TEXT NOT NULL DEFAULT '';

ALTER TABLE "registration" ADD COLUMN "note" TEXT NOT NULL DEFAULT '';

ALTER TABLE "check_in" ADD COLUMN "registration" INTEGER;

ALTER TABLE "check_in" ADD COLUMN "method" TEXT NOT NULL DEFAULT '';

ALTER TABLE "order" ADD COLUMN "subscription" INTEGER;

ALTER TABLE "order" ADD COLUMN "discount" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "order" ADD COLUMN "tax" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "order" ADD COLUMN "coupon" INTEGER;

ALTER TABLE "order" ADD COLUMN "campaign" INTEGER;

ALTER TABLE "order" ADD COLUMN "partner" INTEGER;

ALTER TABLE "order" ADD COLUMN "due_at" INTEGER;

ALTER TABLE "order" ADD COLUMN "cancelled_at" INTEGER;

ALTER TABLE "order" ADD COLUMN "note" TEXT NOT NULL DEFAULT '';

ALTER TABLE "payment" ADD COLUMN "subscription" INTEGER;

ALTER TABLE "payment" ADD COLUMN "refunds" INTEGER;

ALTER TABLE "payment" ADD COLUMN "fee" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "payment" ADD COLUMN "gateway" TEXT NOT NULL DEFAULT '';

ALTER TABLE "payment" ADD COLUMN "reference" TEXT NOT NULL DEFAULT '';

ALTER TABLE "payment" ADD COLUMN "why" TEXT NOT NULL DEFAULT '';

ALTER TABLE "activity" ADD COLUMN "lesson" INTEGER;

ALTER TABLE "activity" ADD COLUMN "campaign" INTEGER;

ALTER TABLE "activity" ADD COLUMN "link" INTEGER;

ALTER TABLE "activity" ADD COLUMN "words" TEXT NOT NULL DEFAULT '';

ALTER TABLE "activity" ADD COLUMN "source" TEXT NOT NULL DEFAULT '';

ALTER TABLE "device" ADD COLUMN "staff" INTEGER;

ALTER TABLE "device" ADD COLUMN "revoked_at" INTEGER;

ALTER TABLE "device" ADD COLUMN "event" INTEGER;

CREATE TABLE "contact" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT '',
    "value" TEXT NOT NULL DEFAULT '',
    "label" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "consent" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT '',
    "given" INTEGER NOT NULL DEFAULT 1,
    "given_at" INTEGER NOT NULL,
    "how" TEXT NOT NULL DEFAULT '',
    "wording" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "erasure" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER NOT NULL,
    "erased_at" INTEGER NOT NULL,
    "why" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "retention_rule" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "subject" TEXT NOT NULL DEFAULT '',
    "months" INTEGER NOT NULL DEFAULT 0,
    "action" TEXT NOT NULL DEFAULT 'ask',
    "active" INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE "tag" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "tone" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "custom_field" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "entity" TEXT NOT NULL DEFAULT 'member',
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'text',
    "choices" TEXT NOT NULL DEFAULT '',
    "required" INTEGER NOT NULL DEFAULT 0,
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "custom_value" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "field" INTEGER NOT NULL,
    "entity" TEXT NOT NULL DEFAULT 'member',
    "row" INTEGER NOT NULL,
    "value" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "note" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "entity" TEXT NOT NULL DEFAULT 'member',
    "row" INTEGER NOT NULL,
    "body" TEXT NOT NULL DEFAULT '',
    "author" INTEGER,
    "written_at" INTEGER NOT NULL,
    "pinned" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "not_duplicate" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "entity" TEXT NOT NULL DEFAULT 'member',
    "first" INTEGER NOT NULL,
    "second" INTEGER NOT NULL,
    "decided_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "follow_up" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "kind" TEXT NOT NULL DEFAULT '',
    "entity" TEXT NOT NULL DEFAULT 'member',
    "row" INTEGER NOT NULL,
    "words" TEXT NOT NULL DEFAULT '',
    "assignee" INTEGER,
    "due_at" INTEGER,
    "done_at" INTEGER,
    "outcome" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "member_card" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "display_name" TEXT NOT NULL DEFAULT '',
    "initials" TEXT NOT NULL DEFAULT '',
    "email_tail" TEXT NOT NULL DEFAULT '',
    "phone_tail" TEXT NOT NULL DEFAULT '',
    "points" INTEGER NOT NULL DEFAULT 0,
    "next_courses" TEXT NOT NULL DEFAULT '',
    "made_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "plan" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'draft',
    "level" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "price" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "plan" INTEGER NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "interval" TEXT NOT NULL DEFAULT 'month',
    "interval_count" INTEGER NOT NULL DEFAULT 1,
    "uses" INTEGER,
    "trial_days" INTEGER NOT NULL DEFAULT 0,
    "sold_from" INTEGER,
    "sold_until" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'on_sale',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "subscription" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "plan" INTEGER NOT NULL,
    "price" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'incomplete',
    "amount" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "interval" TEXT NOT NULL DEFAULT 'month',
    "interval_count" INTEGER NOT NULL DEFAULT 1,
    "started_at" INTEGER NOT NULL,
    "trial_ends_at" INTEGER,
    "period_starts_at" INTEGER,
    "period_ends_at" INTEGER,
    "grace_ends_at" INTEGER,
    "cancel_at_period_end" INTEGER NOT NULL DEFAULT 0,
    "canceled_at" INTEGER,
    "ended_at" INTEGER,
    "end_reason" TEXT NOT NULL DEFAULT '',
    "paused_at" INTEGER,
    "resumes_at" INTEGER,
    "next_price" INTEGER,
    "coupon" INTEGER,
    "campaign" INTEGER,
    "collected_by" TEXT NOT NULL DEFAULT 'hand',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "subscription_event" (
    id INTEGER PRIMARY KEY,
    "subscription" INTEGER NOT NULL,
    "member" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT '',
    "at" INTEGER NOT NULL,
    "from_price" INTEGER,
    "to_price" INTEGER,
    "monthly_before" INTEGER NOT NULL DEFAULT 0,
    "monthly_after" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "proration" INTEGER NOT NULL DEFAULT 0,
    "why" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "plan_use" (
    id INTEGER PRIMARY KEY,
    "subscription" INTEGER NOT NULL,
    "member" INTEGER NOT NULL,
    "used_at" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 1,
    "course" INTEGER,
    "event" INTEGER,
    "undoes" INTEGER
) STRICT;

CREATE TABLE "order_line" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "order" INTEGER NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "course" INTEGER,
    "ticket_kind" INTEGER,
    "price" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "unit_amount" INTEGER NOT NULL DEFAULT 0,
    "discount" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "payment_attempt" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER,
    "order" INTEGER,
    "subscription" INTEGER,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "tried_at" INTEGER NOT NULL,
    "gateway" TEXT NOT NULL DEFAULT '',
    "why" TEXT NOT NULL DEFAULT '',
    "next_try_at" INTEGER
) STRICT;

CREATE TABLE "checkout" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER,
    "order" INTEGER,
    "price" INTEGER,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'open',
    "url" TEXT NOT NULL DEFAULT '',
    "gateway" TEXT NOT NULL DEFAULT '',
    "reference" TEXT NOT NULL DEFAULT '',
    "asked_at" INTEGER NOT NULL,
    "expires_at" INTEGER
) STRICT;

CREATE TABLE "receipt" (
    id INTEGER PRIMARY KEY,
    "code" TEXT NOT NULL DEFAULT '',
    "member" INTEGER,
    "order" INTEGER,
    "payment" INTEGER,
    "issued_at" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "content" TEXT NOT NULL DEFAULT '',
    "voids" INTEGER
) STRICT;

CREATE TABLE "cash_count" (
    id INTEGER PRIMARY KEY,
    "day" TEXT NOT NULL DEFAULT '',
    "place" TEXT NOT NULL DEFAULT '',
    "expected" INTEGER NOT NULL,
    "counted" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "counted_at" INTEGER NOT NULL,
    "staff" INTEGER,
    "note" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "cost" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "kind" TEXT NOT NULL DEFAULT '',
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "spent_at" INTEGER NOT NULL,
    "channel" INTEGER,
    "campaign" INTEGER,
    "partner" INTEGER,
    "course" INTEGER,
    "event" INTEGER,
    "note" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "coupon" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "code" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'percent',
    "percent" INTEGER NOT NULL DEFAULT 0,
    "amount" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "use_limit" INTEGER,
    "per_member" INTEGER DEFAULT 1,
    "starts_at" INTEGER,
    "ends_at" INTEGER,
    "course" INTEGER,
    "event" INTEGER,
    "plan" INTEGER,
    "periods" INTEGER NOT NULL DEFAULT 1,
    "campaign" INTEGER,
    "partner" INTEGER,
    "active" INTEGER NOT NULL DEFAULT 1,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "coupon_use" (
    id INTEGER PRIMARY KEY,
    "coupon" INTEGER NOT NULL,
    "member" INTEGER,
    "order" INTEGER,
    "used_at" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "undoes" INTEGER
) STRICT;

CREATE TABLE "level" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL DEFAULT 0,
    "tone" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "level_rule" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "level" INTEGER NOT NULL,
    "group" INTEGER NOT NULL DEFAULT 0,
    "measure" TEXT NOT NULL DEFAULT 'spend',
    "at_least" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "window_days" INTEGER,
    "active" INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE "level_change" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER NOT NULL,
    "from_level" TEXT NOT NULL DEFAULT '',
    "to_level" TEXT NOT NULL DEFAULT '',
    "changed_at" INTEGER NOT NULL,
    "why" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "points_rule" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "behaviour" TEXT NOT NULL DEFAULT '',
    "points" INTEGER NOT NULL DEFAULT 0,
    "money_per_point" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "per_day" INTEGER,
    "expires_after_days" INTEGER,
    "active" INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE "points_entry" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'earned',
    "at" INTEGER NOT NULL,
    "why" TEXT NOT NULL DEFAULT '',
    "entity" TEXT NOT NULL DEFAULT '',
    "row" INTEGER,
    "expires_at" INTEGER,
    "undoes" INTEGER
) STRICT;

CREATE TABLE "badge" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "icon" TEXT NOT NULL DEFAULT '',
    "rule" TEXT NOT NULL DEFAULT '',
    "active" INTEGER NOT NULL DEFAULT 1,
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "badge_award" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "badge" INTEGER NOT NULL,
    "awarded_at" INTEGER NOT NULL,
    "why" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "benefit" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "level" INTEGER,
    "plan" INTEGER,
    "kind" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "percent" INTEGER NOT NULL DEFAULT 0,
    "hours" INTEGER NOT NULL DEFAULT 0,
    "course" INTEGER,
    "category" TEXT NOT NULL DEFAULT '',
    "active" INTEGER NOT NULL DEFAULT 1,
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "category" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "parent" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "course_link" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "course" INTEGER NOT NULL,
    "other" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'prerequisite',
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "supplier" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "contact_name" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "phone" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "contract" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "supplier" INTEGER,
    "member" INTEGER,
    "partner" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "reference" TEXT NOT NULL DEFAULT '',
    "terms" TEXT NOT NULL DEFAULT '',
    "signed_at" INTEGER,
    "starts_at" INTEGER,
    "expires_at" INTEGER,
    "warn_days" INTEGER NOT NULL DEFAULT 60,
    "cost" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "attachment" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'draft'
) STRICT;

CREATE TABLE "course_right" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "course" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'own',
    "contract" INTEGER,
    "clear" INTEGER NOT NULL DEFAULT 0,
    "starts_at" INTEGER,
    "expires_at" INTEGER,
    "exclusive" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "submission" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER,
    "partner" INTEGER,
    "course" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "tags" TEXT NOT NULL DEFAULT '',
    "price" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "share" INTEGER NOT NULL DEFAULT 0,
    "rights_declared" INTEGER NOT NULL DEFAULT 0,
    "attachment" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "alike" TEXT NOT NULL DEFAULT '',
    "submitted_at" INTEGER,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "review_decision" (
    id INTEGER PRIMARY KEY,
    "submission" INTEGER NOT NULL,
    "decision" TEXT NOT NULL DEFAULT '',
    "reviewer" INTEGER,
    "words" TEXT NOT NULL DEFAULT '',
    "decided_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "checklist_item" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "words" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'quality',
    "required" INTEGER NOT NULL DEFAULT 1,
    "active" INTEGER NOT NULL DEFAULT 1,
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "checklist_answer" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "submission" INTEGER NOT NULL,
    "item" INTEGER NOT NULL,
    "node" INTEGER NOT NULL,
    "answer" TEXT NOT NULL DEFAULT '',
    "words" TEXT NOT NULL DEFAULT '',
    "reviewer" INTEGER,
    "answered_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "royalty" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "course" INTEGER NOT NULL,
    "member" INTEGER,
    "partner" INTEGER,
    "supplier" INTEGER,
    "share" INTEGER NOT NULL DEFAULT 0,
    "starts_at" INTEGER,
    "ends_at" INTEGER,
    "note" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "royalty_entry" (
    id INTEGER PRIMARY KEY,
    "royalty" INTEGER NOT NULL,
    "order" INTEGER,
    "payment" INTEGER,
    "kind" TEXT NOT NULL DEFAULT 'earned',
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "at" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "lesson_progress" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "lesson" INTEGER NOT NULL,
    "course" INTEGER NOT NULL,
    "percent" INTEGER NOT NULL DEFAULT 0,
    "started_at" INTEGER NOT NULL,
    "seen_at" INTEGER,
    "completed_at" INTEGER
) STRICT;

CREATE TABLE "certificate" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "course" INTEGER NOT NULL,
    "code" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "issued_at" INTEGER NOT NULL,
    "revoked_at" INTEGER
) STRICT;

CREATE TABLE "event_series" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "rule" TEXT NOT NULL DEFAULT '',
    "zone" TEXT NOT NULL DEFAULT 'Asia/Shanghai',
    "starts_local" TEXT NOT NULL DEFAULT '',
    "minutes" INTEGER NOT NULL DEFAULT 60,
    "excluded" TEXT NOT NULL DEFAULT '',
    "made_until" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'active',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "ticket_kind" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "event" INTEGER NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "price" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "capacity" INTEGER,
    "level" INTEGER,
    "plan" INTEGER,
    "sold_from" INTEGER,
    "sold_until" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "active" INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE "print_layout" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'badge',
    "paper" TEXT NOT NULL DEFAULT 'A4',
    "content" TEXT NOT NULL DEFAULT '',
    "is_default" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "printing" (
    id INTEGER PRIMARY KEY,
    "layout" INTEGER,
    "kind" TEXT NOT NULL DEFAULT 'badge',
    "event" INTEGER,
    "member" INTEGER,
    "printed_at" INTEGER NOT NULL,
    "copies" INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE "channel" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "paid" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT NOT NULL DEFAULT '',
    "active" INTEGER NOT NULL DEFAULT 1,
    "position" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "campaign" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "goal" TEXT NOT NULL DEFAULT '',
    "channel" INTEGER,
    "segment" INTEGER,
    "code" TEXT NOT NULL DEFAULT '',
    "starts_at" INTEGER,
    "ends_at" INTEGER,
    "budget" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "reach" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "tracked_link" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "code" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL DEFAULT '',
    "campaign" INTEGER,
    "channel" INTEGER,
    "partner" INTEGER,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "referral_code" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "code" TEXT NOT NULL DEFAULT '',
    "active" INTEGER NOT NULL DEFAULT 1,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "referral_reward" (
    id INTEGER PRIMARY KEY,
    "referrer" INTEGER NOT NULL,
    "member" INTEGER NOT NULL,
    "order" INTEGER,
    "kind" TEXT NOT NULL DEFAULT 'points',
    "points" INTEGER NOT NULL DEFAULT 0,
    "coupon" INTEGER,
    "amount" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "given_at" INTEGER NOT NULL,
    "undoes" INTEGER
) STRICT;

CREATE TABLE "partner" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "contact_name" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "phone" TEXT NOT NULL DEFAULT '',
    "code" TEXT NOT NULL DEFAULT '',
    "share" INTEGER NOT NULL DEFAULT 0,
    "starts_at" INTEGER,
    "ends_at" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'active',
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "partner_entry" (
    id INTEGER PRIMARY KEY,
    "partner" INTEGER NOT NULL,
    "order" INTEGER,
    "payment" INTEGER,
    "kind" TEXT NOT NULL DEFAULT 'earned',
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "at" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "survey" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "intro" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'survey',
    "status" TEXT NOT NULL DEFAULT 'draft',
    "opens_at" INTEGER,
    "closes_at" INTEGER,
    "anonymous" INTEGER NOT NULL DEFAULT 0,
    "course" INTEGER,
    "event" INTEGER,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "survey_question" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "survey" INTEGER NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "words" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'choice',
    "choices" TEXT NOT NULL DEFAULT '',
    "required" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "survey_response" (
    id INTEGER PRIMARY KEY,
    "survey" INTEGER NOT NULL,
    "member" INTEGER,
    "answered_at" INTEGER NOT NULL,
    "source" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "survey_answer" (
    id INTEGER PRIMARY KEY,
    "response" INTEGER NOT NULL,
    "question" INTEGER NOT NULL,
    "value" TEXT NOT NULL DEFAULT '',
    "amount" INTEGER
) STRICT;

CREATE TABLE "interest" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "course" INTEGER NOT NULL,
    "strength" INTEGER NOT NULL DEFAULT 1,
    "voted_at" INTEGER NOT NULL,
    "source" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "competitor_note" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "competitor" TEXT NOT NULL DEFAULT '',
    "offer" TEXT NOT NULL DEFAULT '',
    "price" INTEGER,
    "currency" TEXT NOT NULL DEFAULT '',
    "interval" TEXT NOT NULL DEFAULT 'once',
    "url" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "course" INTEGER,
    "seen_at" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "price_test" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "course" INTEGER,
    "plan" INTEGER,
    "currency" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'draft',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "price_answer" (
    id INTEGER PRIMARY KEY,
    "price_test" INTEGER NOT NULL,
    "member" INTEGER,
    "too_cheap" INTEGER NOT NULL,
    "cheap" INTEGER NOT NULL,
    "expensive" INTEGER NOT NULL,
    "too_expensive" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "answered_at" INTEGER NOT NULL,
    "source" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "template" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'mailing',
    "language" TEXT NOT NULL DEFAULT '',
    "subject" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "mailing" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'news',
    "segment" INTEGER,
    "campaign" INTEGER,
    "template" INTEGER,
    "course" INTEGER,
    "event" INTEGER,
    "language" TEXT NOT NULL DEFAULT '',
    "subject" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT '',
    "way" TEXT NOT NULL DEFAULT 'email',
    "status" TEXT NOT NULL DEFAULT 'draft',
    "node" INTEGER,
    "scheduled_at" INTEGER,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "mailing_recipient" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "mailing" INTEGER NOT NULL,
    "member" INTEGER NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "why" TEXT NOT NULL DEFAULT '',
    "sent_at" INTEGER
) STRICT;

CREATE TABLE "delivery" (
    id INTEGER PRIMARY KEY,
    "mailing" INTEGER NOT NULL,
    "member" INTEGER NOT NULL,
    "tried_at" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT '',
    "reference" TEXT NOT NULL DEFAULT '',
    "why" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "bounce" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER,
    "mailing" INTEGER,
    "email" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'hard',
    "bounced_at" INTEGER NOT NULL,
    "why" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "unsubscribe" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER,
    "mailing" INTEGER,
    "email" TEXT NOT NULL DEFAULT '',
    "unsubscribed_at" INTEGER NOT NULL,
    "how" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "post" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER,
    "staff" INTEGER,
    "topic" TEXT NOT NULL DEFAULT '',
    "title" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT '',
    "course" INTEGER,
    "event" INTEGER,
    "written_at" INTEGER NOT NULL,
    "edited_at" INTEGER,
    "pinned_at" INTEGER,
    "closed_at" INTEGER,
    "hidden_at" INTEGER
) STRICT;

CREATE TABLE "reply" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "post" INTEGER NOT NULL,
    "parent" INTEGER,
    "member" INTEGER,
    "staff" INTEGER,
    "body" TEXT NOT NULL DEFAULT '',
    "written_at" INTEGER NOT NULL,
    "edited_at" INTEGER,
    "hidden_at" INTEGER
) STRICT;

CREATE TABLE "reaction" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "entity" TEXT NOT NULL DEFAULT 'post',
    "row" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'like',
    "reacted_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "poll" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "post" INTEGER,
    "question" TEXT NOT NULL DEFAULT '',
    "multiple" INTEGER NOT NULL DEFAULT 0,
    "closes_at" INTEGER,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "poll_option" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "poll" INTEGER NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "words" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "poll_vote" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "poll" INTEGER NOT NULL,
    "option" INTEGER NOT NULL,
    "member" INTEGER NOT NULL,
    "voted_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "moderation" (
    id INTEGER PRIMARY KEY,
    "entity" TEXT NOT NULL DEFAULT 'post',
    "row" INTEGER NOT NULL,
    "action" TEXT NOT NULL DEFAULT '',
    "member" INTEGER,
    "staff" INTEGER,
    "why" TEXT NOT NULL DEFAULT '',
    "at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "article" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "tags" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'draft',
    "course" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "published_at" INTEGER,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "conversation" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER,
    "subject" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'open',
    "priority" INTEGER NOT NULL DEFAULT 0,
    "assignee" INTEGER,
    "source" TEXT NOT NULL DEFAULT '',
    "course" INTEGER,
    "event" INTEGER,
    "order" INTEGER,
    "asked_at" INTEGER NOT NULL,
    "solved_at" INTEGER,
    "solved_by" INTEGER
) STRICT;

CREATE TABLE "message" (
    id INTEGER PRIMARY KEY,
    "conversation" INTEGER NOT NULL,
    "member" INTEGER,
    "staff" INTEGER,
    "body" TEXT NOT NULL DEFAULT '',
    "internal" INTEGER NOT NULL DEFAULT 0,
    "article" INTEGER,
    "written_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "suggestion" (
    id INTEGER PRIMARY KEY,
    "conversation" INTEGER,
    "member" INTEGER,
    "question" TEXT NOT NULL DEFAULT '',
    "article" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT NOT NULL DEFAULT 'shown',
    "at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "segment" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "filter" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "recommendation" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER NOT NULL,
    "course" INTEGER,
    "event" INTEGER,
    "place" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL DEFAULT 0,
    "score" INTEGER NOT NULL DEFAULT 0,
    "propensity" INTEGER NOT NULL DEFAULT 1000000,
    "reason" TEXT NOT NULL DEFAULT '',
    "experiment" INTEGER,
    "variant" TEXT NOT NULL DEFAULT '',
    "shown_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "recommendation_feedback" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "course" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL DEFAULT 'not_interested',
    "place" TEXT NOT NULL DEFAULT '',
    "said_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "experiment" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "settings_a" TEXT NOT NULL DEFAULT '',
    "settings_b" TEXT NOT NULL DEFAULT '',
    "share_b" INTEGER NOT NULL DEFAULT 5000,
    "starts_at" INTEGER,
    "ends_at" INTEGER,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "verdict" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "scenario" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "levers" TEXT NOT NULL DEFAULT '',
    "efforts" TEXT NOT NULL DEFAULT '',
    "months" INTEGER NOT NULL DEFAULT 12,
    "currency" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "attachment" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "sha256" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL DEFAULT '',
    "media_type" TEXT NOT NULL DEFAULT '',
    "bytes" INTEGER NOT NULL DEFAULT 0,
    "entity" TEXT NOT NULL DEFAULT '',
    "row" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "added_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "staff" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "role" TEXT NOT NULL DEFAULT 'staff',
    "grants" TEXT NOT NULL DEFAULT '',
    "active_until" INTEGER,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "community_setting" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "key" TEXT NOT NULL DEFAULT '',
    "value" TEXT NOT NULL DEFAULT ''
) STRICT;

DROP INDEX "member__name";

DROP INDEX "registration__ticket";

CREATE INDEX "registration__ticket" ON "registration" (upper("ticket")) WHERE "deleted_at" IS NULL;

CREATE INDEX "member__list_joined" ON "member" ("joined_at", "id", "status", "level", "channel") WHERE deleted_at IS NULL AND merged_into IS NULL AND archived_at IS NULL;

CREATE INDEX "member__list_name" ON "member" ("name" COLLATE NOCASE, "id", "status", "level") WHERE deleted_at IS NULL AND merged_into IS NULL AND archived_at IS NULL;

CREATE INDEX "member__archived" ON "member" ("archived_at") WHERE "archived_at" IS NOT NULL;

CREATE INDEX "member__merged_into" ON "member" ("merged_into") WHERE "merged_into" IS NOT NULL;

CREATE INDEX "member__referrer" ON "member" ("referrer") WHERE "referrer" IS NOT NULL;

CREATE INDEX "check_in__undoes" ON "check_in" ("undoes") WHERE "undoes" IS NOT NULL;

CREATE INDEX "payment__order" ON "payment" ("order");

CREATE INDEX "payment__subscription" ON "payment" ("subscription") WHERE "subscription" IS NOT NULL;

CREATE INDEX "payment__refunds" ON "payment" ("refunds") WHERE "refunds" IS NOT NULL;

CREATE INDEX "activity__visitor" ON "activity" ("visitor", "member") WHERE "visitor" <> '';

CREATE INDEX "event__series" ON "event" ("series") WHERE "series" IS NOT NULL;

CREATE INDEX "contact__member" ON "contact" ("member");

CREATE INDEX "consent__member" ON "consent" ("member", "purpose", "given_at");

CREATE INDEX "custom_value__row" ON "custom_value" ("row");

CREATE INDEX "note__row" ON "note" ("row");

CREATE INDEX "follow_up__row" ON "follow_up" ("row");

CREATE INDEX "follow_up__open" ON "follow_up" ("due_at") WHERE "done_at" IS NULL;

CREATE INDEX "subscription__member" ON "subscription" ("member");

CREATE INDEX "subscription__status" ON "subscription" ("status", "period_ends_at");

CREATE INDEX "subscription_event__subscription" ON "subscription_event" ("subscription", "at");

CREATE INDEX "subscription_event__at" ON "subscription_event" ("at");

CREATE INDEX "plan_use__subscription" ON "plan_use" ("subscription");

CREATE INDEX "order_line__order" ON "order_line" ("order");

CREATE INDEX "payment_attempt__tried_at" ON "payment_attempt" ("tried_at");

CREATE INDEX "receipt__order" ON "receipt" ("order");

CREATE INDEX "cost__campaign" ON "cost" ("campaign") WHERE "campaign" IS NOT NULL;

CREATE INDEX "cost__spent_at" ON "cost" ("spent_at");

CREATE INDEX "coupon_use__coupon" ON "coupon_use" ("coupon", "member");

CREATE INDEX "level_change__member" ON "level_change" ("member", "changed_at");

CREATE INDEX "points_entry__member" ON "points_entry" ("member", "at");

CREATE INDEX "points_entry__expires_at" ON "points_entry" ("expires_at") WHERE "expires_at" IS NOT NULL;

CREATE INDEX "badge_award__member" ON "badge_award" ("member");

CREATE INDEX "course_right__course" ON "course_right" ("course");

CREATE INDEX "review_decision__submission" ON "review_decision" ("submission");

CREATE INDEX "checklist_answer__submission" ON "checklist_answer" ("submission");

CREATE INDEX "royalty_entry__royalty" ON "royalty_entry" ("royalty", "at");

CREATE INDEX "lesson_progress__member_course" ON "lesson_progress" ("member", "course");

CREATE INDEX "lesson_progress__lesson" ON "lesson_progress" ("lesson");

CREATE INDEX "ticket_kind__event" ON "ticket_kind" ("event");

CREATE INDEX "printing__event" ON "printing" ("event", "member");

CREATE INDEX "referral_code__code" ON "referral_code" ("code");

CREATE INDEX "referral_reward__referrer" ON "referral_reward" ("referrer");

CREATE INDEX "partner_entry__partner" ON "partner_entry" ("partner", "at");

CREATE INDEX "survey_response__survey" ON "survey_response" ("survey");

CREATE INDEX "survey_answer__response" ON "survey_answer" ("response");

CREATE INDEX "survey_answer__question" ON "survey_answer" ("question");

CREATE INDEX "interest__course" ON "interest" ("course");

CREATE INDEX "price_answer__price_test" ON "price_answer" ("price_test");

CREATE INDEX "mailing_recipient__mailing" ON "mailing_recipient" ("mailing", "status");

CREATE INDEX "mailing_recipient__member" ON "mailing_recipient" ("member");

CREATE INDEX "delivery__mailing" ON "delivery" ("mailing", "member");

CREATE INDEX "bounce__email" ON "bounce" ("email");

CREATE INDEX "unsubscribe__email" ON "unsubscribe" ("email");

CREATE INDEX "post__written_at" ON "post" ("written_at");

CREATE INDEX "post__member" ON "post" ("member");

CREATE INDEX "reply__post" ON "reply" ("post");

CREATE INDEX "reply__member" ON "reply" ("member");

CREATE INDEX "reaction__row" ON "reaction" ("row");

CREATE INDEX "poll_vote__poll" ON "poll_vote" ("poll", "option");

CREATE INDEX "moderation__row" ON "moderation" ("row");

CREATE INDEX "conversation__member" ON "conversation" ("member");

CREATE INDEX "conversation__status" ON "conversation" ("status", "priority");

CREATE INDEX "message__conversation" ON "message" ("conversation", "written_at");

CREATE INDEX "suggestion__article" ON "suggestion" ("article");

CREATE INDEX "recommendation__member" ON "recommendation" ("member", "shown_at");

CREATE INDEX "recommendation__shown_at" ON "recommendation" ("shown_at");

CREATE INDEX "recommendation_feedback__member" ON "recommendation_feedback" ("member");

CREATE INDEX "attachment__row" ON "attachment" ("row");

CREATE INDEX "attachment__sha256" ON "attachment" ("sha256")
