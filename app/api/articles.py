"""POST, GET and DELETE of /v1/articles."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Response

from app import archive
from app.api.access import requires
from app.api.caching import conditional
from app.api.deps import Facts, Json, ResourcesDep, SessionDep
from app.api.fields import ArticleId, Name
from app.api.schemas import ArticleIn, ArticleOut, ArticlesOut, article_out, article_summary_out
from app.archive import Submission
from app.errors import TooLarge
from app.ingest import ingest, remove
from app.keys import Scope
from app.settings import Settings

router = APIRouter(prefix="/v1/articles", tags=["articles"])
READS = Depends(requires(Scope.VERDICTS))
WRITES = Depends(requires(Scope.ARTICLES))
_CURSOR = "^art_[0-9A-Z]{26}$"
Id = Annotated[ArticleId, Path(alias="id", description="Id of an article")]


def submission_of(given: ArticleIn, settings: Settings) -> Submission:
    """Make the submission that a request brings.

    Raises:
        TooLarge: The text is longer than the settings allow.
    """
    if len(given.text) > settings.max_text_chars:
        raise TooLarge(f"the text may have {settings.max_text_chars:,} characters at the most")
    return Submission(
        title=given.title,
        text=given.text,
        publisher=given.publisher,
        published_at=given.published_at,
        url=given.url,
        author=given.author,
        agency=given.agency,
        language=given.language,
    )


@router.post(
    "",
    status_code=201,
    dependencies=[WRITES, Json],
    summary="Add an article",
    responses={200: {"model": ArticleOut, "description": "The article was there already"}},
)
def post_article(
    given: ArticleIn, session: SessionDep, resources: ResourcesDep, facts: Facts, response: Response
) -> ArticleOut:
    """Add an article, or a new version of it: the same address with new text.

    The same address with the same text, or the same text without address, is the article that is there already.
    """
    done = ingest(session, resources, submission_of(given, resources.settings))
    facts |= {"article": done.article.id, "version": done.article.version}
    response.headers["Location"] = f"/v1/articles/{done.article.id}"
    if not (done.created or done.new_version):
        response.status_code = 200
    return article_out(done.article)


@router.get("", dependencies=[READS], summary="List the articles")
def get_articles(
    session: SessionDep,
    limit: Annotated[int, Query(ge=1, le=100, description="Most articles on a page")] = 20,
    cursor: Annotated[str | None, Query(pattern=_CURSOR, description="`next_cursor` of the page before")] = None,
    publisher: Annotated[Name | None, Query(description="Only this publisher's articles")] = None,
) -> ArticlesOut:
    """List the articles in their current versions, newest first, a page at a time."""
    page = archive.list_articles(session, limit, cursor, publisher)
    return ArticlesOut(articles=[article_summary_out(one) for one in page.articles], next_cursor=page.next_cursor)


@router.get("/{id}", dependencies=[READS], summary="Read an article", response_model=ArticleOut)
def get_article(
    article_id: Id,
    session: SessionDep,
    if_none_match: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """Give an article with its text, in its current version."""
    article = archive.get_article(session, article_id)
    return conditional(article_out(article), f"{article.id}-{article.version}", if_none_match, "no-cache")


@router.delete("/{id}", dependencies=[WRITES], status_code=204, summary="Delete an article")
def delete_article(article_id: Id, session: SessionDep) -> None:
    """Delete an article with all its versions; verdicts that cite it keep what they quote."""
    remove(session, article_id)
